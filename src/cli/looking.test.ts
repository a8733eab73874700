// Looking at tasks and waiting for them: what `list`, `show`, `status` and `wait` say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from '../../test/support/cli.ts';
import { world } from '../../test/support/cli-world.ts';
import { resultJson, taskJson } from '../../test/support/contract-server.ts';
import type { TaskJson } from '../api/schemas.ts';

const failure = { kind: 'test', message: 'npm test failed', detail: '', next: 'Retry it.' } as const;

test('a task that waits for a person says so in words, and what it wants', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ state: 'waiting', step: 'idle: Which database?\nI can use two.' }));
  const list = await cli.run(['task', 'list'], repository);
  assert.match(list.stdout, /waits for you: Which database\?\n$/);
  const show = await cli.run(['task', 'show', '12'], repository);
  assert.match(show.stdout, /: waits for you\n\n {2}Which database\?\n {2}I can use two\.\n/);
  assert.match(show.stdout, /state +waiting for \w+\n +waits +for you: Which database\?\n/);
  assert.doesNotMatch(list.stdout + show.stdout, /idle:/);
});

test('wait blocks until the task is at rest, and its exit code is that of run', async (context) => {
  const ends: readonly (readonly [Partial<TaskJson>, number])[] = [
    [{ state: 'ready', result: resultJson() }, 0],
    [{ state: 'failed', failure }, 1],
    [{ state: 'waiting', step: 'question: Sure?' }, 3],
    [{ state: 'cancelled' }, 130],
  ];
  for (const [patch, code] of ends) {
    const { cli, server, repository } = await world(context);
    const task = taskJson({ state: 'running' });
    server.tasks.push(task);
    server.onStream = () => {
      server.onStream = () => undefined;
      server.append(task.id, 'agent.message', { text: 'not for scripts' });
      server.change(task, patch, { type: 'whatever' });
    };
    const result = await cli.run(['task', 'wait', '12', '-o', 'json'], repository);
    assert.equal(result.code, code, result.stderr);
    assert.equal((JSON.parse(result.stdout) as TaskJson).state, patch.state);
    const again = await cli.run(['task', 'wait', '12'], repository);
    assert.equal(again.code, code);
    assert.match(again.stdout, /^. #12 “Fix the test”: /);
    assert.equal(again.stderr, '');
  }
});

test('wait ends with 124 when its time is over, and the task goes on', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ state: 'running' }));
  const result = await cli.run(['task', 'wait', '12', '--timeout', '100ms'], repository);
  assert.deepEqual([result.code, result.stdout], [124, '']);
  assert.equal(result.stderr, 'tasklane: #12 “Fix the test” is not at rest after 100 ms; it goes on\n');
  assert.ok(server.calls.every((call) => call.method === 'GET'));
});

test('status --watch prints a row for each change until the task is at rest', async (context) => {
  const { cli, server, repository } = await world(context);
  const task = taskJson({ state: 'queued', version: 1 });
  server.tasks.push(task);
  const child = cli.start(['task', 'status', '12', '--watch'], repository);
  child.stdin?.end();
  let rows = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    const before = rows;
    rows += chunk.toString().split('\n').length - 1;
    if (before < 2 && rows >= 2 && server.tasks[0]?.state === 'queued')
      server.change(task, { state: 'running', step: 'agent', version: 2 }, { type: 'started' });
    else if (rows === 3)
      server.change(task, { state: 'failed', failure, version: 3 }, { type: 'failed', failure });
  });
  const result = await collect(child);
  assert.equal(result.code, 0, result.stderr);
  const states = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/)[1]);
  assert.deepEqual(states, ['STATUS', 'initializing', 'active', 'error']);
});

test('status --watch of a task at rest is one look', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ state: 'ready' }));
  const result = await cli.run(['task', 'status', '12', '-w'], repository);
  assert.deepEqual([result.code, result.stdout.trimEnd().split('\n').length], [0, 2]);
});

test('retry can give the new attempt other limits, another agent and another model', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ state: 'failed', failure }));
  server.on('POST', '/tasks/([^/]+)/retry', () => ({ body: taskJson() }));
  const bodyOf = async (...flags: string[]): Promise<unknown> => {
    const result = await cli.run(['task', 'retry', '12', ...flags], repository);
    assert.equal(result.code, 0, result.stderr);
    return server.calls.at(-1)?.body;
  };
  assert.deepEqual(await bodyOf(), {});
  const flags = ['--timeout', '2h', '--max-turns', '90', '--agent', 'qwen', '--model', 'openai/x'];
  const wanted = { timeout_ms: 7_200_000, max_turns: 90, agent: 'qwen', model: 'openai/x' };
  assert.deepEqual(await bodyOf(...flags), wanted);
});

test('apply does not say again what the agent said of its work', async (context) => {
  const { cli, server, repository } = await world(context);
  const task = taskJson({ state: 'ready', result: resultJson() });
  server.tasks.push(task);
  server.on('POST', '/tasks/([^/]+)/apply', () => ({
    body: { ...task, state: 'done', applied_commit: 'b'.repeat(40) },
  }));
  const applied = await cli.run(['task', 'apply', '12'], repository);
  assert.match(applied.stdout, /applied as bbbbbbbbbb[^]*check/);
  assert.doesNotMatch(applied.stdout, /The test passes again/);
});
