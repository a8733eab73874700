// Which files a task may change is enforced on what it really changed; and what a task begins with that is released by
// work which is ready and not applied yet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, gate, queueStage, refused } from '../support/queue-stage.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const files = { 'README.md': '# Test\n', 'old/name.txt': 'a file that is moved\n'.repeat(20) };
const move =
  'mkdir -p src && mv old/name.txt src/name.txt && echo more >> README.md && echo own > src/own.txt';
const scripts: Scripts = { move: [{ do: [{ shell: { command: move } }] }, { say: 'It is moved.' }] };

function content(stage: Stage, ref: string, path: string): string {
  return stage.repository.git('show', `${ref}:${path}`);
}

test('R204 R219 a task that changed what it does not own fails with the paths, and its work is kept on its branch', async (context) => {
  const stage = await queueStage(context, { files, scripts });
  await create(stage, promptOf('move'), '--name', 'wide', '--owns', 'src/**', '--check', 'true');
  const failed = await stage.until('wide', 'failed');
  assert.equal(failed.failure?.kind, 'ownership_violation');
  // A rename counts on both sides: the old path is not owned.
  assert.equal(failed.failure?.message, 'It changed what it does not own: README.md, old/name.txt.');
  assert.match(
    failed.failure?.detail ?? '',
    /^It owns:\nsrc\/\*\*\n\nNot owned:\nREADME\.md\nold\/name\.txt$/,
  );
  assert.match(failed.failure?.next ?? '', /on the branch tasklane\/1-wide\. Retry it/);
  assert.deepEqual(failed.result?.checks, []);
  assert.equal(content(stage, 'tasklane/1-wide', 'README.md'), '# Test\nmore');
  const prompt = JSON.stringify(stage.model.requests);
  assert.ok(prompt.includes('Change only files that match:\\n- src/**'));
});

test('R204 with --on-violation revert the work goes on without what is not owned, checked as it will be applied', async (context) => {
  const stage = await queueStage(context, { files, scripts });
  const check = 'test "$(cat README.md)" = "# Test" && test -e old/name.txt && test -e src/name.txt';
  const flags = ['--owns', 'src/**', '--on-violation', 'revert', '--check', check];
  await create(stage, promptOf('move'), '--name', 'narrow', ...flags);
  const ready = await stage.until('narrow', 'ready');
  assert.deepEqual(
    ready.result?.files.map((file) => file.path),
    ['src/name.txt', 'src/own.txt'],
  );
  assert.deepEqual(
    ready.result?.checks.map((one) => [one.outcome, one.on, one.tree]),
    [['passed', 'task', ready.result?.tree]],
  );
  const log = await stage.run('task', 'logs', 'narrow');
  assert.match(log.stdout, /Left out, because it does not own them: README\.md, old\/name\.txt/);
  // What was written elsewhere is still in the agent's copy, so a second turn leaves it out again.
  await stage.run('task', 'send', 'narrow', promptOf('write', { path: 'src/second.txt', content: 'second' }));
  const again = await stage.untilTask(
    'narrow',
    (task) => task.state === 'ready' && task.version > ready.version,
  );
  assert.deepEqual(
    again.result?.files.map((file) => file.path),
    ['src/name.txt', 'src/own.txt', 'src/second.txt'],
  );
  await stage.task(['task', 'apply', 'narrow']);
  assert.equal(content(stage, 'main', 'README.md'), '# Test');
  assert.equal(content(stage, 'main', 'src/second.txt'), 'second');
});

test('work that is wholly outside of what a task owns leaves nothing to check: the agent waits for a person', async (context) => {
  const stage = await queueStage(context);
  const prompt = promptOf('write', { path: 'elsewhere.txt', content: 'x' });
  await create(stage, prompt, '--name', 'none', '--owns', 'src/**', '--on-violation', 'revert');
  const waiting = await stage.until('none', 'waiting');
  assert.equal(waiting.result, null);
});

test('R180 C34 released by ready, a task begins with the work of its prerequisite, and is applied after it', async (context) => {
  const stage = await queueStage(context);
  const main = stage.head();
  const open = gate(stage);
  const first = await create(stage, open.prompt('first.txt'), '--name', 'first', '--title', 'First');
  const flags = ['--depends-on', 'first', '--released-by', 'ready', '--check', 'test -e first.txt'];
  const write = promptOf('write', { path: 'second.txt', content: 'second' });
  await create(stage, write, '--name', 'second', ...flags);
  open.open();
  const second = await stage.until('second', 'ready');
  assert.equal((await stage.show(first.id)).state, 'ready');
  assert.equal(stage.head(), main);
  assert.equal(second.base_commit, (await stage.show('first')).result?.head);
  // Its own work alone, though its branch has both.
  assert.deepEqual(
    second.result?.files.map((file) => file.path),
    ['second.txt'],
  );
  const early = await refused(stage, 1, 'task', 'apply', 'second');
  assert.match(
    early,
    /Task #2 .* begins with #1 “First” that is not on main .*\n {2}next: .*tasklane task apply 1/,
  );
  assert.equal((await stage.show('second')).state, 'ready');
  await stage.task(['task', 'apply', 'first']);
  assert.equal((await stage.task(['task', 'apply', 'second'])).state, 'done');
  assert.deepEqual(
    [content(stage, 'main', 'first.txt'), content(stage, 'main', 'second.txt')],
    ['first.txt', 'second'],
  );
});

test('released by the ready work of two, a task begins with both', async (context) => {
  const stage = await queueStage(context);
  for (const name of ['a', 'b']) {
    await create(stage, promptOf('write', { path: `${name}.txt`, content: name }), '--name', name);
    await stage.until(name, 'ready');
  }
  const flags = ['--depends-on', 'a,b', '--released-by', 'ready', '--check', 'cat a.txt b.txt'];
  await create(stage, promptOf('write', { path: 'c.txt', content: 'c' }), '--name', 'c', ...flags);
  await stage.until('c', 'ready');
  await stage.task(['task', 'apply', 'a']);
  assert.match(await refused(stage, 1, 'task', 'apply', 'c'), /begins with #2 .*tasklane task apply 2/s);
  await stage.task(['task', 'apply', 'b']);
  await stage.task(['task', 'apply', 'c']);
  assert.equal(content(stage, 'main', 'c.txt'), 'c');
});

test('what can never be begun with is refused: another repository, or a policy that applies by itself', async (context) => {
  const stage = await queueStage(context);
  await create(stage, 'One.', '--draft', '--name', 'one');
  const flags = ['--depends-on', 'one', '--released-by', 'ready', '--policy', 'develop'];
  assert.match(await refused(stage, 2, 'task', 'create', 'x', ...flags), /develop policy.*\n {2}next: /);
});
