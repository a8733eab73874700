// What an agent may do only with a person's leave: asked, decided by command line and by API, late, gone, and after a crash.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/api/errors.ts';
import type { InquiryJson } from '../../src/api/inquiry-schemas.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const write = (path: string) => ({ write: { path, content: 'one\n' } });

const talking = {
  command: [process.execPath, fileURLToPath(new URL('../support/agents/talking-agent.ts', import.meta.url))],
};

const scripts: Scripts = {
  // Whatever became of the first: a model goes by what it has said.
  again: [
    { say: 'I write.', do: [write('a.txt')] },
    { say: 'I write once more.', do: [write('a.txt')] },
    { say: 'That was all.' },
  ],
  both: [
    { say: 'I write.', do: [write('a.txt')] },
    { say: 'I look.', do: [{ shell: { command: 'echo two > b.txt' } }] },
    { say: 'That was all.' },
  ],
};

async function asking(
  context: TestContext,
  script: string,
  config: object = {},
): Promise<{ readonly stage: Stage; readonly open: readonly InquiryJson[] }> {
  const stage = await createStage(context, { scripts, config: { permission: 'ask', ...config } });
  await stage.run('task', 'create', promptOf(script, { path: 'a.txt', content: 'hello' }), '--name', 'it');
  await stage.until('it', 'waiting');
  return { stage, open: await openOf(stage) };
}

function asks(event: EventJson, title: string): boolean {
  return JSON.stringify(event.data).includes(title);
}

async function openOf(stage: Stage): Promise<readonly InquiryJson[]> {
  const { id } = await stage.show('it');
  return (await stage.client().call(endpoints.listInquiries, { query: { task: id } })).inquiries;
}

async function refused(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

test('R146 a task waits for a person who sees exactly what its agent would do, and goes on when they allow it', async (context) => {
  const { stage, open } = await asking(context, 'write');
  const task = await stage.show('it');
  assert.match(task.step ?? '', /^approval: May it do “.*a\.txt.*”\?$/);
  const [asked] = open;
  assert.ok(asked?.tool != null);
  assert.deepEqual(
    [open.length, asked.kind, asked.tool.kind, asked.tool.diffs[0]?.after],
    [1, 'approval', 'edit', 'hello\n'],
  );
  assert.ok(asked.choices.some(({ kind }) => kind === 'allow_once'));
  const shown = await stage.run('task', 'approvals');
  assert.match(shown.stdout, /\+hello/);
  assert.match(shown.stdout, new RegExp(`tasklane task approve it ${asked.id}`));
  const approved = await stage.run('task', 'approve', 'it');
  assert.equal(approved.code, 0, approved.stderr);
  assert.equal((await stage.until('it', 'ready', 'failed')).state, 'ready');
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'hello');
  const log = await stage.run('task', 'logs', 'it');
  assert.match(log.stdout + log.stderr, /allowed by \S+: May it do/);
  const late = await stage.run('task', 'approve', 'it', asked.id);
  assert.equal(late.code, 1);
  assert.match(late.stderr, /was allowed by/);
});

test('what a person denies is not done, and the agent hears why', async (context) => {
  const { stage, open } = await asking(context, 'write');
  const client = stage.client();
  const params = { task: 'it', approval: open[0]?.id ?? '' };
  const denied = await client.call(endpoints.deny, { params, body: { reason: 'use notes.txt instead' } });
  assert.deepEqual([denied.state, denied.answer], ['denied', 'use notes.txt instead']);
  const told = await stage.event(
    'it',
    (event) => event.type === 'agent.permission' && event.data['decision'] === 'denied',
  );
  assert.ok(told.id > 0);
  await stage.until('it', 'waiting', 'ready', 'failed');
  assert.ok(stage.model.requests.some(({ body }) => JSON.stringify(body).includes('use notes.txt instead')));
  for (const [approval, code] of [
    [params.approval, 'already_decided'],
    ['nothing', 'not_found'],
  ] as const)
    assert.equal(
      (await refused(client.call(endpoints.approve, { params: { ...params, approval }, body: {} }))).code,
      code,
    );
});

test('of several requests at once each is decided by itself, and the task waits for the last', async (context) => {
  const stage = await createStage(context, { config: { permission: 'ask', agents: { talking } } });
  const prompt = ['Please.', 'ask: Write a.txt', 'ask: Write b.txt', 'say: done'].join('\n');
  await stage.run('task', 'create', prompt, '--name', 'it', '--agent', 'talking');
  await stage.event('it', (event) => event.type === 'run.inquiry' && asks(event, 'Write b.txt'));
  await stage.until('it', 'waiting');
  const without = await stage.run('task', 'approve', 'it');
  assert.equal(without.code, 2);
  assert.match(without.stderr, /asks leave for 2 things/);
  // Asked in the same millisecond, either may be the first of the list.
  const open = await openOf(stage);
  const idOf = (file: string): string => open.find(({ question }) => question.includes(file))?.id ?? '';
  const [first, second] = [idOf('a.txt'), idOf('b.txt')];
  const wrong = await stage.run('task', 'approve', 'it', first, '--choice', 'never');
  assert.match(wrong.stderr, /means the opposite/);
  assert.equal((await stage.run('task', 'approve', 'it', first, '--choice', 'always')).code, 0);
  await stage.untilTask('it', ({ step }) => /^approval: .*b\.txt/.test(step ?? ''));
  assert.equal((await stage.run('task', 'deny', 'it', second)).code, 0);
  const task = await stage.until('it', 'ready', 'failed');
  assert.deepEqual(
    task.result?.files.map(({ path }) => path),
    ['a.txt'],
  );
  assert.match(task.result?.summary ?? '', /Write a\.txt: always\. .*Write b\.txt: no\./s);
});

test('nobody decides: after the time-out it is denied and not done, and the thread says so', async (context) => {
  const { stage, open } = await asking(context, 'write', { approvalTimeoutMs: 6_000 });
  const { data } = await stage.event('it', (event) => event.type === 'agent.permission');
  assert.deepEqual([data['decision'], data['by']], ['denied', 'time-out: nobody decided within 6 s']);
  const { project_id: project, id } = await stage.until('it', 'waiting', 'ready', 'failed');
  assert.equal(existsSync(join(stage.home, 'p', project, 'ws', id, 'tree', 'a.txt')), false);
  const log = await stage.run('task', 'logs', 'it');
  assert.match(log.stdout + log.stderr, /nobody decided in time, so it is denied/);
  const answer = await stage.run('task', 'approve', 'it', open[0]?.id ?? '');
  assert.match(answer.stderr, /denied because nobody decided in time/);
  const all = await stage.run('task', 'approvals', 'it', '--all');
  assert.match(all.stdout, /expired/);
});

test('allow_edits lets an agent edit its copy and asks about a command; a task may say otherwise than its project', async (context) => {
  const stage = await createStage(context, { scripts, config: { permission: 'deny' } });
  await stage.run('task', 'create', promptOf('both'), '--name', 'it', '--permission', 'allow_edits');
  const waiting = await stage.until('it', 'waiting', 'ready', 'failed');
  assert.deepEqual([waiting.state, waiting.permission], ['waiting', 'allow_edits']);
  const open = await openOf(stage);
  assert.deepEqual(
    open.map((inquiry) => inquiry.tool?.kind),
    ['execute'],
  );
  assert.match(open[0]?.tool?.input ?? '', /echo two/);
  await stage.run('task', 'approve', 'it');
  const task = await stage.until('it', 'ready', 'failed');
  assert.deepEqual(
    task.result?.files.map(({ path }) => path),
    ['a.txt', 'b.txt'],
  );
});

test('R217 what a killed daemon left open is void, says so, and the agent asks again', async (context) => {
  const { stage, open } = await asking(context, 'again');
  await stage.killDaemon();
  await stage.run('task', 'list');
  const again = await stage.event(
    'it',
    (event) =>
      event.type === 'run.inquiry' && (event.data['inquiry'] as { readonly id: string }).id !== open[0]?.id,
  );
  const log = await stage.run('task', 'logs', 'it');
  assert.match(log.stdout + log.stderr, /no longer asked, because its agent has ended with the daemon/);
  const late = await stage.run('task', 'approve', 'it', open[0]?.id ?? '');
  assert.match(late.stderr, /is void: its agent has ended with the daemon/);
  assert.equal((await stage.run('task', 'approve', 'it')).code, 0);
  const task = await stage.until('it', 'ready', 'failed');
  assert.deepEqual([task.state, again.type], ['ready', 'run.inquiry']);
  const told = stage.model.requests.map(({ body }) => JSON.stringify(body));
  assert.ok(told.some((body) => body.includes('Nobody decided about “')));
});

test('R100 a message that interrupts ends the turn, also one that waits for leave, and is what the agent hears next', async (context) => {
  const { stage, open } = await asking(context, 'write');
  const sent = await stage.run('task', 'send', 'it', '--interrupt', 'Leave it. [[script:say text=fine]]');
  assert.equal(sent.code, 0, sent.stderr);
  const rests = await stage.untilTask(
    'it',
    (task) => task.state === 'waiting' && task.step?.startsWith('idle') === true,
  );
  assert.equal(rests.attempt, 1);
  const { inquiries } = await stage
    .client()
    .call(endpoints.listInquiries, { query: { task: rests.id, state: 'all' } });
  assert.deepEqual(
    inquiries.map(({ id, state }) => [id, state]),
    [[open[0]?.id, 'void']],
  );
  assert.ok(stage.model.requests.some(({ body }) => JSON.stringify(body).includes('Leave it.')));
});
