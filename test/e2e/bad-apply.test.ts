// What goes wrong around an apply: checks that the merge took away, checks that write, branches that are gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStage } from '../support/stage.ts';

test('a merge that takes the script of a check away does not pass, and the branch stays', async (context) => {
  const stage = await createStage(context, { files: { 'check.sh': 'exit 0\n' } });
  await stage.ready('write', { path: 'a.txt', content: 'a' }, '--name', 'mine', '--check', 'sh check.sh');
  stage.repository.git('rm', '-q', 'check.sh');
  stage.repository.git('commit', '-q', '-m', 'no checks any more');
  const main = stage.head();
  const refused = await stage.task(['task', 'apply', 'mine'], 1);
  assert.match(refused.notice?.message ?? '', /Merged into main, it does not pass/);
  assert.deepEqual([refused.state, stage.head()], ['ready', main]);
});

test('what a check writes on the merged tree is not what lands', async (context) => {
  const stage = await createStage(context, { files: { 'a.txt': 'a\n' } });
  const check = 'echo rewritten > a.txt; echo new > made.txt';
  await stage.ready('write', { path: 'b.txt', content: 'b' }, '--name', 'mine', '--check', check);
  stage.repository.commit({ 'c.txt': 'c\n' }, 'so that it is merged');
  assert.equal((await stage.task(['task', 'apply', 'mine'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:a.txt'), 'a');
  assert.equal(stage.repository.git('ls-tree', '--name-only', 'main'), 'a.txt\nb.txt\nc.txt');
});

test('work is applied although somebody deleted the branch that showed it', async (context) => {
  const stage = await createStage(context);
  const task = await stage.ready('write', { path: 'b.txt', content: 'b' }, '--name', 'mine');
  stage.repository.git('branch', '-D', task.branch);
  assert.equal((await stage.task(['task', 'apply', 'mine'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:b.txt'), 'b');
});
