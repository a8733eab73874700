// Variants: one prompt attempted by several tasks, compared by what the system measured, and one of them kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { PickedJson, VariantListJson, VariantsMadeJson } from '../../src/api/variant-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';

const check = { kind: 'check', name: 'check', outcome: 'passed' };
const line = { kind: 'line', path: 'b.txt', line: 1, text: 'made by b' };
const wrongLine = { ...line, line: 2, text: 'tested well' };

function opinion(...order: readonly (readonly [variant: number, ...evidence: readonly object[]])[]): string {
  const ranking = order.map(([variant, ...evidence]) => ({
    variant,
    reasons: evidence.map((one) => ({ text: 'It is good.', evidence: [one] })),
  }));
  return `I looked.\n\`\`\`json\n${JSON.stringify({ summary: 'Take the second.', ranking })}\n\`\`\`\n`;
}

// The same words are given to those who work and to the judge, who finds them in what was asked.
const scripts = {
  attempt: [
    { say: 'I do it.', do: [{ write: { path: '${name}.txt', content: 'made by ${name}\n' } }] },
    { say: 'Done.' },
    { say: opinion([2, line], [1, check], [9, check]) },
    { say: opinion([2, line, wrongLine, { kind: 'count', what: 'additions', value: 40 }], [1, check]) },
  ],
};

test('R188 variants are compared side by side; the one that is picked stays, the others can be restored', async (context) => {
  const stage = await createStage(context);
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const result = await stage.run(...args, '--json');
    assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  };
  const first = await stage.ready(
    'write',
    { path: 'a.txt', content: 'a' },
    '--name',
    'try',
    '--check',
    'true',
  );
  const lonely = await stage.run('task', 'compare', 'try');
  assert.match(lonely.stderr, /has no variants/);
  const longer = promptOf('two-files');
  const made = await json<VariantListJson>(
    'task',
    'variants',
    'try',
    '--variant',
    'agent=tasklane',
    '--variant',
    `prompt=${longer}`,
  );
  assert.deepEqual(
    made.variants.map((variant) => [variant.number, variant.name, variant.prompt === longer]),
    [
      [1, 'try', false],
      [2, 'try-2', false],
      [3, 'try-3', true],
    ],
  );
  for (const name of ['try-2', 'try-3']) await stage.until(name, 'ready');
  // An attempt has ended a moment after its work is ready.
  const ended = async (): Promise<VariantListJson['variants']> => {
    for (;;) {
      const { variants: found } = await json<VariantListJson>('task', 'compare', 'try-3');
      if (found.every((variant) => variant.duration_ms !== null)) return found;
    }
  };
  const variants = await ended();
  assert.deepEqual(
    variants.map(({ state, verification, checks, files }) => [
      state,
      verification,
      checks.length,
      files.length,
    ]),
    [
      ['ready', 'passed', 1, 1],
      ['ready', 'passed', 1, 1],
      ['ready', 'passed', 1, 2],
    ],
  );
  for (const { usage, duration_ms: ms } of variants)
    assert.ok((usage?.input_tokens ?? 0) > 0 && (ms ?? 0) > 0, JSON.stringify([usage, ms]));
  const shown = await stage.run('task', 'compare', 'try');
  assert.match(shown.stdout, /^TASK +STATE +AGENT +CHECKS.*\n#1 try +ready +tasklane[^\n]* 1\/1 passed/);

  const picked = await json<PickedJson>('task', 'pick', 'try-2');
  assert.deepEqual([picked.kept.name, picked.let_go.length, picked.left], ['try-2', 2, []]);
  assert.ok(picked.let_go.includes(first.id));
  assert.equal((await stage.until('try', 'dismissed')).branch, first.branch);
  assert.equal((await stage.until('try-2', 'ready')).state, 'ready');
  assert.ok(stage.branches().includes(first.branch), 'its work is still there');
  const bad = await stage.run('task', 'pick', 'try');
  assert.match(bad.stderr, /is dismissed; only finished work can be picked/);
});

test('R188 R191 a judge ranks what was attempted from the start; each citation is checked, and nothing is picked', async (context) => {
  const stage = await createStage(context, { scripts });
  const made = await stage.run(
    'task',
    'create',
    promptOf('attempt', { name: 'a' }),
    '--name',
    'try',
    '--check',
    'true',
    '--variant',
    'agent=tasklane',
    '--variant',
    `prompt=${promptOf('attempt', { name: 'b' })}`,
    '--json',
  );
  assert.equal(made.code, 0, made.stderr);
  const { variants } = JSON.parse(made.stdout) as VariantsMadeJson;
  assert.deepEqual(
    variants.map(({ name, state }) => [name, state]),
    [
      ['try', 'queued'],
      ['try-2', 'queued'],
    ],
  );
  const early = await stage.run('task', 'compare', 'try', '--judge', 'nobody');
  assert.match(early.stderr, /nobody/);
  for (const name of ['try', 'try-2']) await stage.until(name, 'ready');
  const draft = await stage.run('task', 'variants', 'try', '--variant', `prompt=${promptOf('hang')}`);
  assert.equal(draft.code, 0, draft.stderr);

  const judged = await stage.run('task', 'compare', 'try', '--judge');
  assert.equal(judged.code, 0, `${judged.stdout}\n${judged.stderr}`);
  assert.match(judged.stdout, /^tasklane \S+ would take try-2\. Take the second\.$/m);
  assert.match(judged.stdout, /1\. #2 try-2\n {3}✓ It is good\.\n {7}#2 b\.txt:1: made by b\n/);
  assert.match(judged.stdout, /^Asked by \S+ · sent back twice · [1-9]\d* tokens · .*\d s$/m);
  assert.match(judged.stdout, /✗ It is good\.\n.*additions of #2 is 1, not 40/);
  const { ranking } = await stage.client().call(endpoints.listVariants, { params: { task: 'try' } });
  assert.deepEqual([ranking?.state, ranking?.repairs, ranking?.left_out.length], ['ranked', 2, 1]);
  assert.deepEqual(
    ranking?.places.map(({ number, is_stale, reasons }) => [
      number,
      is_stale,
      reasons.map((one) => one.is_supported),
    ]),
    [
      [2, false, [true, false, false]],
      [1, false, [true]],
    ],
  );
  const places =
    ranking?.places.flatMap(({ reasons }) => reasons.flatMap((reason) => reason.citations)) ?? [];
  assert.equal(places[1]?.problem, 'Line 2 of “b.txt” (new) of #2 is not in its diff.');

  // It was not let write, nothing was decided, and the log of each says what it came to.
  for (const name of ['try', 'try-2']) assert.equal((await stage.show(name)).state, 'ready');
  const { events } = await stage
    .client()
    .call(endpoints.events, { query: { task: 'try-2', types: 'run.ranking' } });
  assert.deepEqual(
    events.map(({ data }) => [data['state'], data['place'], data['of']]),
    [
      ['working', null, 2],
      ['ranked', 1, 2],
    ],
  );

  const again = await stage.run('task', 'send', 'try-2', promptOf('write', { path: 'c.txt', content: 'c' }));
  assert.equal(again.code, 0, again.stderr);
  await stage.until('try-2', 'ready');
  const after = await stage.client().call(endpoints.listVariants, { params: { task: 'try' } });
  assert.deepEqual(
    after.ranking?.places.map(({ is_stale: isStale }) => isStale),
    [true, false],
  );
});
