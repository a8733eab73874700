// Versions and history on the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage } from '../support/stage.ts';

test('an edit of an old version is refused and shows both; the history says who changed what', async (context) => {
  const stage = await createStage(context);
  const task = await stage.task(['task', 'create', '--draft', '--title', 'First', 'Do it.']);
  const edited = await stage.task([
    'task',
    'edit',
    String(task.number),
    '--title',
    'Second',
    '--if-version',
    '1',
  ]);
  assert.equal(edited.version, 2);
  const clash = await stage.run('task', 'edit', String(task.number), '--title', 'Third', '--if-version', '1');
  assert.notEqual(clash.code, 0);
  assert.match(clash.stderr, /version 1 → 2/);
  assert.match(clash.stderr, /title, as you read it: First/);
  assert.match(clash.stderr, /title, as it is now: {3}Second/);
  assert.match(clash.stderr, /was changed meanwhile/);
  assert.equal((await stage.task(['task', 'edit', String(task.number), '--title', 'Third'])).title, 'Third');

  const { user } = await stage.client().call(endpoints.whoAmI);
  const me = user.name;
  const history = await stage.run('task', 'history', String(task.number));
  assert.deepEqual(
    history.stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/).slice(1))
      .filter(([, , to]) => to === 'draft'),
    [
      [me, '-', 'draft', '1', 'created'],
      [me, 'draft', 'draft', '2', 'edited'],
      [me, 'draft', 'draft', '3', 'edited'],
    ],
  );
  const thread = await stage.run('task', 'history', String(task.number), '--of', 'messages');
  assert.match(thread.stdout, new RegExp(`${me} +Do it\\.`));
  const found = await stage.run(
    'task',
    'list',
    '-q',
    '--search',
    'THIRD',
    '--since',
    '1h',
    '--priority',
    'normal',
  );
  assert.equal(found.stdout.trim(), task.id);
  assert.equal((await stage.run('task', 'list', '-q', '--search', 'nothing')).stdout, '');
});
