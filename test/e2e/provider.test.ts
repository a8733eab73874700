// The provider of the model is down, slow, or has had enough of this account: tasks wait as long as that needs, go on where
// they were, and say until when; and an agent that only fails is left alone.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { AgentJson, AgentListJson, TaskJson } from '../../src/api/schemas.ts';
import { others } from '../support/agents/others.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { changesOf, create, queue, queueStage, refused } from '../support/queue-stage.ts';
import { promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The agent's own client tries three times before it gives up, and would wait seconds between. */
const headers = { 'retry-after-ms': '1' };
const write = { say: 'I will write ${path}.', do: [{ write: { path: '${path}', content: 'one\n' } }] };

const scripts: Scripts = {
  'down-once': [write, { fail: { status: 503, times: 3, headers }, say: 'I am done.' }],
  'down-twice': [write, { fail: { status: 500, times: 6, headers }, say: 'I am done.' }],
  'reset-once': [write, { reset: { times: 3 }, say: 'I am done.' }],
  down: [write, { fail: { status: 500, headers } }],
  limit: [
    write,
    {
      fail: {
        status: 429,
        times: 3,
        headers,
        message: "You've hit your usage limit. Try again in 4h 12m.",
      },
      say: 'I am done.',
    },
  ],
};

const long = { networkBackoffMs: 1_000_000 };

function providerStage(context: TestContext, config: object = {}): Promise<Stage> {
  return queueStage(context, { scripts, config: { networkBackoffMs: 20, ...config } });
}

function types(changes: Awaited<ReturnType<typeof changesOf>>, task: TaskJson): readonly string[] {
  return changes
    .filter((event) => event.task_id === task.id)
    .map((event) => (event.data['change'] as { type: string }).type);
}

function count(all: readonly string[], one: string): number {
  return all.filter((each) => each === one).length;
}

/** A task that waits for the end of a long back-off. */
async function backingOff(stage: Stage, script = 'down-once'): Promise<TaskJson> {
  await create(stage, promptOf(script, { path: 'a.txt' }), '--name', 'one');
  return stage.untilTask('one', (task) => task.hold?.kind === 'backoff');
}

async function agentNamed(stage: Stage, name: string): Promise<AgentJson> {
  const result = await stage.run('agents', '-o', 'json');
  const found = (JSON.parse(result.stdout) as AgentListJson).agents.find((agent) => agent.name === name);
  assert.ok(found, result.stdout);
  return found;
}

for (const [script, deferrals] of [
  ['down-twice', 2],
  ['reset-once', 1],
] as const)
  test(`R217 a task whose provider is ${script} is tried again, and goes on in its copy and session`, async (context) => {
    const stage = await providerStage(context);
    const { task } = await stage.runTask([promptOf(script, { path: 'a.txt' }), '--name', 'one']);
    assert.deepEqual([task.state, task.attempt, task.result?.summary], ['ready', 1, 'I am done.']);
    assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
    const all = types(await changesOf(stage), task);
    assert.deepEqual([count(all, 'deferred'), count(all, 'claimed')], [deferrals, deferrals + 1]);
    // The file was written once: what the agent had said and done is still in its conversation.
    assert.equal(stage.model.requests.filter((request) => request.step === 0).length, 1);
    assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /I will write a\.txt\./);
    const { stdout } = await stage.run('task', 'logs', 'one');
    assert.match(stdout, /backing off after (a network error|an error of the provider) \(try 2 of 5\)/);
  });

test('a task that backs off says so everywhere, keeps its work, and starts now when somebody wants it', async (context) => {
  const stage = await providerStage(context, long);
  const held = await backingOff(stage);
  const words =
    /^backing off after an overload of the model \(try 2 of 5\): starts in (\d+m) \(\d\d:\d\d:\d\d\)$/;
  assert.match(held.hold?.text ?? '', words);
  assert.ok(Date.parse(held.hold?.until ?? '') > Date.now() + 400_000);
  assert.equal(stage.repository.git('show', `${held.branch}:a.txt`), 'one');
  for (const args of [['queue'], ['task', 'show', 'one'], ['task', 'list'], ['task', 'status', 'one']]) {
    const { stdout } = await stage.run(...args);
    assert.match(
      stdout,
      /backing off after an overload of the model \(try 2 of 5\): starts in/,
      args.join(' '),
    );
  }
  assert.match(
    await refused(stage, 1, 'task', 'retry', 'one', '--max-turns', '3'),
    /goes on as it was begun/,
  );
  await stage.quiet();
  const now = await stage.task(['task', 'retry', 'one']);
  assert.deepEqual([now.state, now.hold?.kind], ['queued', undefined]);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  await stage.run(
    'task',
    'create',
    promptOf('down', { path: 'b.txt' }),
    '--name',
    'two',
    '--depends-on',
    '1',
  );
  assert.match(await refused(stage, 1, 'task', 'retry', 'two'), /does not back off[^]*tasklane queue/);
});

test('R217 kill -9 while a task backs off: it waits for the same time, and can still be started or cancelled', async (context) => {
  const stage = await providerStage(context, long);
  const held = await backingOff(stage);
  await stage.killDaemon();
  await stage.run('task', 'list');
  const again = await stage.show('one');
  assert.deepEqual([again.state, again.hold?.until], ['queued', held.hold?.until]);
  await stage.task(['task', 'retry', 'one']);
  assert.equal((await stage.until('one', 'ready', 'failed')).state, 'ready');

  await create(stage, promptOf('down', { path: 'b.txt' }), '--name', 'two');
  await stage.untilTask('two', (task) => task.hold?.kind === 'backoff');
  const cancelled = await stage.task(['task', 'cancel', 'two']);
  assert.equal(cancelled.state, 'cancelled');
  assert.equal(stage.repository.git('show', `${cancelled.branch}:b.txt`), 'one');
});

test('R217 when the tries are used up the task fails with the last error, and its work is kept', async (context) => {
  const stage = await providerStage(context, { networkTries: 3 });
  const { task } = await stage.runTask([promptOf('down', { path: 'a.txt' }), '--name', 'one'], 1);
  assert.deepEqual([task.state, task.failure?.kind, task.attempt], ['failed', 'network', 1]);
  assert.match(task.failure?.message ?? '', /answered 500: scripted failure.*\(3 tries in a row\)$/);
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  assert.equal(count(types(await changesOf(stage), task), 'deferred'), 2);
});

test('R217 a usage limit parks the agent: its tasks wait, those of others do not, also after a restart', async (context) => {
  const mine = { command: ['sh', '-c', 'echo hello > mine.txt'], protocol: 'command' };
  const stage = await providerStage(context, { agents: { mine } });
  await create(stage, promptOf('limit', { path: 'a.txt' }), '--name', 'one');
  const words = /^agent tasklane is at its usage limit until \d\d:\d\d \(in 4h 1\dm\)$/;
  const first = await stage.untilTask('one', (task) => task.hold?.kind === 'agent');
  assert.match(first.hold?.text ?? '', words);
  assert.equal(first.hold?.agent, 'tasklane');
  await create(stage, promptOf('hello'), '--name', 'two');
  const { task: other } = await stage.runTask(['x', '--agent', 'mine', '--name', 'three']);
  assert.equal(other.state, 'ready');
  await stage.killDaemon();
  const { waiting } = await queue(stage);
  assert.deepEqual(
    waiting.map((task) => [task.name, task.hold?.kind, task.hold?.until]),
    [
      ['one', 'agent', first.hold?.until],
      ['two', 'agent', first.hold?.until],
    ],
  );
  assert.equal(stage.model.requests.filter((request) => request.script === 'hello').length, 0);
  const parked = await agentNamed(stage, 'tasklane');
  assert.deepEqual([parked.held?.why, parked.held?.until], ['usage_limit', first.hold?.until]);
  assert.match(
    (await stage.run('agents')).stdout,
    /tasklane \(default\).*at its limit.*until \d\d:\d\d \(in 4h/,
  );

  const lifted = await stage.run('agents', 'resume', 'tasklane', '-o', 'json');
  assert.equal((JSON.parse(lifted.stdout) as AgentJson).held, null);
  for (const name of ['one', 'two']) {
    const task = await stage.until(name, 'ready', 'failed');
    assert.deepEqual([task.state, task.attempt], ['ready', 1], name);
  }
  assert.match(await refused(stage, 2, 'agents', 'resume', 'nobody'), /There is no agent "nobody"/);
});

test('R217 an agent that failed in so many tasks in a row is not started, until one task may try and it works', async (context) => {
  const flag = join(tempDir(context), 'works');
  const bad = {
    command: ['sh', '-c', `test -e ${flag} || { echo "no licence" >&2; exit 3; }; echo hello > mine.txt`],
    protocol: 'command',
  };
  const stage = await providerStage(context, {
    agents: { bad },
    agentFailures: 2,
    agentCoolDownMs: 1_000_000,
  });
  for (const name of ['one', 'two'])
    assert.equal(
      (await stage.runTask(['x', '--agent', 'bad', '--name', name], 1)).task.failure?.kind,
      'agent_crash',
    );
  for (const name of ['three', 'four']) await create(stage, 'x', '--agent', 'bad', '--name', name);
  const three = await stage.show('three');
  assert.match(
    three.hold?.text ?? '',
    /^agent bad failed 2 times in a row \(last: .*no licence\); it is tried again in 1\dm, or now with `tasklane agents resume bad`$/,
  );
  assert.deepEqual(
    [(await agentNamed(stage, 'bad')).held?.why, (await agentNamed(stage, 'bad')).failures],
    ['broken', 2],
  );
  assert.equal((await stage.runTask([promptOf('hello'), '--name', 'other'])).task.state, 'ready');
  await stage.killDaemon();
  assert.deepEqual(
    (await queue(stage)).waiting.map((task) => task.hold?.kind),
    ['agent', 'agent'],
  );
  writeFileSync(flag, '');
  assert.match((await stage.run('agents', 'resume', 'bad')).stderr, /agent bad may be started again/);
  for (const name of ['three', 'four'])
    assert.equal((await stage.until(name, 'ready', 'failed')).state, 'ready');
  assert.equal((await agentNamed(stage, 'bad')).failures, 0);
});

test('after the cool-down one task tries a broken agent by itself; the others wait for how that ends', async (context) => {
  const flag = join(tempDir(context), 'works');
  const bad = {
    command: ['sh', '-c', `test -e ${flag} || exit 3; echo hello > mine.txt`],
    protocol: 'command',
  };
  const stage = await providerStage(context, { agents: { bad }, agentFailures: 2, agentCoolDownMs: 300 });
  for (const name of ['one', 'two']) await create(stage, 'x', '--agent', 'bad', '--name', name);
  for (const name of ['one', 'two']) await stage.until(name, 'failed');
  await create(stage, 'x', '--agent', 'bad', '--name', 'three');
  assert.equal((await stage.until('three', 'failed', 'ready')).state, 'failed');
  writeFileSync(flag, '');
  for (const name of ['four', 'five']) await create(stage, 'x', '--agent', 'bad', '--name', name);
  for (const name of ['four', 'five'])
    assert.equal((await stage.until(name, 'ready', 'failed')).state, 'ready', name);
  const { agents } = await stage.client().call(endpoints.listAgents);
  assert.equal(agents.find((agent) => agent.name === 'bad')?.held, null);
});

for (const { name, flags, env } of others)
  test(`R217 a usage limit that ${name} tells of in its own words parks it, and then the task goes on`, async (context) => {
    // Some hours from now, on the clocks of an island that is 14 hours ahead of UTC.
    const hour = new Date().getUTCHours() + 3;
    const message = `Your session limit is reached. It resets at ${(hour + 14) % 24}:00 (Pacific/Kiritimati).`;
    const refusedOnce = [{ fail: { status: 403, times: 1, message }, ...write }, { say: 'I am done.' }];
    const stage = await queueStage(context, { scripts: { refused: refusedOnce }, modelEnv: env });
    await create(stage, promptOf('refused', { path: 'a.txt' }), '--agent', name, ...flags, '--name', 'one');
    const isHeld = (task: TaskJson): boolean => task.hold?.kind === 'agent' || task.state === 'failed';
    const held = await stage.untilTask('one', isHeld);
    const { failure, hold, attempt } = held;
    assert.deepEqual([hold?.kind, hold?.agent, attempt], ['agent', name, 1], JSON.stringify(failure));
    assert.equal(new Date(hold?.until ?? '').getUTCHours(), hour % 24);
    await stage.quiet();
    assert.equal((await stage.run('agents', 'resume', name)).code, 0);
    const task = await stage.until('one', 'ready', 'failed', 'waiting');
    assert.deepEqual([task.state, task.attempt, task.step], ['ready', 1, null]);
    assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  });
