// A failed task becomes a draft again, a person changes what it asks for, and the next attempt knows what failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, queueStage, refused, statusOf } from '../support/queue-stage.ts';
import { promptOf } from '../support/stage.ts';

test('R42 R43 R41 a failed task is replanned: a draft with its error, edited, accepted, and told what failed', async (context) => {
  const stage = await queueStage(context);
  await create(
    stage,
    promptOf('hello'),
    '--name',
    'one',
    '--check',
    'test -f two.txt || { echo "no two"; exit 3; }',
  );
  await stage.until('one', 'failed');
  const draft = await stage.task(['task', 'replan', 'one']);
  assert.deepEqual([draft.state, draft.failure, draft.last_failure?.kind], ['draft', null, 'test']);
  const shown = (await stage.run('task', 'show', 'one')).stdout;
  assert.match(shown, /Check .* failed with exit code 3/);
  assert.match(shown, /tasklane task edit one/);

  await stage.task([
    'task',
    'edit',
    'one',
    '--prompt',
    promptOf('write', { path: 'two.txt', content: 'two' }),
  ]);
  const before = stage.model.requests.length;
  await stage.task(['task', 'accept', 'one']);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual(
    [task.state, task.attempt, task.last_failure, task.result?.files.map((file) => file.path)],
    ['ready', 2, null, ['two.txt']],
  );
  const asked = JSON.stringify(stage.model.requests[before]?.body);
  assert.match(asked, /An earlier attempt failed \(test\): Check .* failed with exit code 3/);
  assert.doesNotMatch(asked, /script:hello/);
});

test('R43 only a failed task is replanned', async (context) => {
  const stage = await queueStage(context);
  await stage.ready('hello', {}, '--name', 'one');
  assert.match(await refused(stage, 1, 'task', 'replan', 'one'), /cannot be planned again: it is ready/);
  assert.equal(await statusOf(stage, 'POST', '/tasks/one/replan'), 409);
});

test('R55 a model for an agent that has no place for one is refused before anything is made', async (context) => {
  const agents = { plain: { command: ['cat'], protocol: 'command' } };
  const stage = await queueStage(context, { config: { agents } });
  const words = /Agent "plain" has no way to be given a model \(a\/b\)\.\n {2}next: .*\{model\}/;
  const flags = ['--agent', 'plain', '--model', 'a/b'];
  assert.match(await refused(stage, 2, 'task', 'create', 'x', '--name', 'one', ...flags), words);
  assert.deepEqual(JSON.parse((await stage.run('task', 'list', '--json')).stdout), {
    tasks: [],
    next_cursor: null,
  });
  await create(stage, 'x', '--name', 'one', '--draft', '--model', 'a/b');
  // Another agent begins with its own model.
  assert.equal((await stage.task(['task', 'edit', 'one', '--agent', 'plain'])).model, null);
  assert.match(await refused(stage, 2, 'task', 'edit', 'one', '--model', 'a/b'), words);
});

test('task show names what a task needs, owns, and when it is released', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('hello'), '--name', 'one', '--title', 'First', '--draft');
  await create(
    stage,
    'x',
    '--name',
    'two',
    '--depends-on',
    '1',
    '--owns',
    'src/**',
    '--owns',
    'a.txt',
    '--released-by',
    'ready',
  );
  const { stdout } = await stage.run('task', 'show', 'two');
  assert.match(stdout, /needs +#1 “First” \(draft\)\n/);
  assert.match(stdout, /released +when they are ready\n/);
  assert.match(stdout, /owns +src\/\*\*, a\.txt\n/);
});
