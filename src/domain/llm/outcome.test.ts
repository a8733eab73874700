import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../errors.ts';
import { troubleOf } from '../agents/trouble.ts';
import type { ModelCall } from './call.ts';
import { errorOfTurn, healthOf, isHopeless } from './outcome.ts';
import type { Health, Stop } from './outcome.ts';

const call = (change: Partial<ModelCall>): ModelCall => ({
  at: 0,
  durationMs: 1,
  firstByteMs: 1,
  provider: 'openai',
  format: 'chat',
  model: 'gpt-5.5',
  isSide: false,
  outcome: 'ok',
  status: 200,
  tokens: null,
  isEstimated: false,
  cost: null,
  error: null,
  retryAfter: null,
  ...change,
});
const ok = call({});
const failed = call({ outcome: 'failed', status: 500, error: 'on fire' });
const side = { isSide: true } as const;

const healths: readonly (readonly [name: string, calls: readonly ModelCall[], expected: string])[] = [
  ['nothing was asked', [], 'unused'],
  ['all went well', [ok, ok], 'ok'],
  ['a retry that helped', [failed, failed, ok], 'ok'],
  ['the last ones failed', [ok, failed, failed], 'failing 2'],
  ['only failures', [failed], 'failing 1'],
  ['a title that failed', [ok, { ...failed, ...side }], 'ok'],
  ['a title that went well does not help', [failed, { ...ok, ...side }], 'failing 1'],
  ['an agent without tools', [{ ...failed, ...side }], 'failing 1'],
  ['the agent hung up', [ok, call({ outcome: 'gone' })], 'ok'],
  ['a budget cut it', [failed, call({ outcome: 'cut' })], 'failing 1'],
];
for (const [name, calls, expected] of healths)
  test(`health of a turn: ${name} = ${expected}`, () => {
    const health = healthOf(calls);
    assert.equal(health.kind === 'failing' ? `failing ${health.failures}` : health.kind, expected);
  });

const failing = (change: Partial<ModelCall>): Health => ({
  kind: 'failing',
  call: { ...failed, ...change },
  failures: 3,
  since: 0,
});
const ended: Stop = { kind: 'ended' };
const crash: Stop = { kind: 'error', error: new AppError('agent_unavailable', 'It exited with code 1.') };

const outcomes: readonly (readonly [stop: Stop, health: Health, code: string | null, words: RegExp])[] = [
  [ended, { kind: 'ok' }, null, /^$/],
  [ended, { kind: 'unused' }, null, /^$/],
  [ended, failing({}), 'model_network', /failed 3 times in a row: openai \(gpt-5\.5\) answered: 500 on fire/],
  [ended, failing({ status: null, error: 'no way' }), 'model_network', /answered: no way/],
  [ended, failing({ status: 200, error: 'broke off' }), 'model_network', /broke off/],
  [ended, failing({ status: 401 }), 'model_credentials', /401 on fire/],
  [ended, failing({ status: 402 }), 'model_credentials', /402/],
  [ended, failing({ status: 429 }), 'model_network', /429/],
  [ended, failing({ status: 400 }), 'model_refused', /400/],
  [ended, failing({ status: 404 }), 'model_refused', /404/],
  [{ kind: 'cancelled' }, failing({}), null, /^$/],
  [{ kind: 'given_up' }, failing({}), 'model_network', /went on trying.*3 times in a row/],
  [{ kind: 'given_up' }, { kind: 'ok' }, null, /^$/],
  [{ kind: 'max_turns' }, failing({}), null, /^$/],
  [{ kind: 'max_tokens' }, failing({}), null, /^$/],
  [{ kind: 'refused' }, failing({}), null, /^$/],
  [crash, { kind: 'ok' }, 'agent_unavailable', /exited/],
  [crash, failing({ status: 401 }), 'model_credentials', /exited.*401 on fire/],
  [crash, failing({ status: 503 }), 'model_network', /503/],
];
for (const [stop, health, code, words] of outcomes) {
  const what = health.kind === 'failing' ? `failing ${health.call.status ?? 'connection'}` : health.kind;
  test(`a turn: ${stop.kind} × ${what} = ${code ?? 'believed'}`, () => {
    const error = errorOfTurn(stop, health, { hasActed: false });
    assert.equal(error instanceof AppError ? error.code : error, code);
    assert.match(error?.message ?? '', words);
  });
}

const refused = (status: number, count: number): Health =>
  healthOf(Array.from({ length: count }, () => call({ outcome: 'failed', status, at: 1000 })));
const hopes: readonly (readonly [what: string, health: Health, after: number, isHopeless: boolean])[] = [
  ['all is well', { kind: 'ok' }, 60_000, false],
  ['a key refused twice', refused(401, 2), 60_000, false],
  ['a key refused three times', refused(401, 3), 0, true],
  ['an error seven times at once', refused(500, 7), 0, false],
  ['an error eight times', refused(500, 8), 0, true],
  ['one long error', refused(500, 1), 60_000, false],
  ['errors for less than 40 s', refused(500, 2), 39_999, false],
  ['errors for 40 s', refused(500, 2), 40_000, true],
];
for (const [what, health, after, expected] of hopes)
  test(`${what}: the agent ${expected ? 'is stopped' : 'may try again'}`, () =>
    assert.equal(isHopeless(health, 1000 + after), expected));

test('a row of failures begins after the last success', () => {
  const health = healthOf([call({ at: 1 }), { ...failed, at: 2 }, { ...failed, at: 3 }]);
  assert.equal(health.kind === 'failing' ? health.since : null, 2);
});

test('an end after some work is told from one without', () => {
  assert.match(
    errorOfTurn(ended, failing({}), { hasActed: true })?.message ?? '',
    /in the middle of its work/,
  );
  assert.match(errorOfTurn(ended, failing({}), { hasActed: false })?.message ?? '', /as if all were well/);
});

test('a context that is too long is told as that', () => {
  const error = errorOfTurn(
    ended,
    failing({ status: 400, error: "This model's maximum context length is 8192 tokens" }),
    {
      hasActed: true,
    },
  );
  assert.ok(error instanceof AppError);
  assert.match(error.next ?? '', /split the task/i);
});

test('what the provider asked for reaches the back-off, also where the agent keeps it to itself', () => {
  const said: Stop = { kind: 'error', error: new AppError('model_network', 'Could not reach its model.') };
  const error = errorOfTurn(said, failing({ status: 429, retryAfter: '90' }), { hasActed: false });
  assert.ok(error instanceof AppError);
  assert.equal(error.message, 'Could not reach its model.');
  const trouble = troubleOf(error, '', { now: 1000, zone: 'UTC' });
  assert.deepEqual(trouble, { kind: 'transient', cause: 'a rate limit', retryAfterMs: 90_000 });
});
