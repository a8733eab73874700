// Conflicts that an agent resolves: what it may do, what is not taken from it, and that nothing of it is lost or done twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResolutionListJson, TaskConflictsJson } from '../../src/api/resolution-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { createStage } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

type Script = NonNullable<StageOptions['scripts']>[string];

const write = (path: string, content: string): Script[number] => ({
  say: 'I bring both together.',
  do: [{ write: { path, content } }],
});
const said: Script = [{ say: 'Done.' }];

// The last script that a prompt names counts, and the conflicting lines come last in it: the branch has the name.
const scripts: Readonly<Record<string, Script>> = {
  good: [write('same.txt', 'both\n'), ...said],
  markers: [write('same.txt', 'one\n=======\ntwo\n>>>>>>> theirs\n'), ...said],
  elsewhere: [write('same.txt', 'both\n'), write('other.txt', 'too\n'), ...said],
  nothing: said,
  endless: [{ say: 'Let me think', hang: true }],
  'slow-good': [{ ...write('same.txt', 'both\n'), say: 'Let me think', hang: { times: 1 } }, ...said],
};

async function inConflict(
  context: Parameters<typeof createStage>[0],
  script: string,
  ...flags: string[]
): Promise<Stage> {
  const stage = await createStage(context, { scripts, env: { TASKLANE_CONFLICTS: 'agent' } });
  await stage.ready('write', { path: 'same.txt', content: 'two' }, '--name', 'mine', ...flags);
  stage.repository.commit({ 'same.txt': `one [[script:${script}]]\n` }, 'one of mine');
  return stage;
}

async function json<T>(stage: Stage, ...args: readonly string[]): Promise<T> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as T;
}

async function refused(stage: Stage, why: RegExp): Promise<TaskJson> {
  const main = stage.head();
  const task = await stage.task(['task', 'apply', 'mine'], 1);
  assert.deepEqual([task.state, task.notice?.kind, task.notice?.detail], ['ready', 'conflict', 'same.txt']);
  assert.match(task.notice?.message ?? '', why);
  assert.equal(stage.head(), main);
  assert.deepEqual((await json<ResolutionListJson>(stage, 'queue', 'resolutions')).resolutions, []);
  return task;
}

test('R37 an agent resolves a conflict; the checks run on the merged tree, and before and after are shown', async (context) => {
  const stage = await inConflict(context, 'good', '--check', 'test -s same.txt');
  const done = await stage.task(['task', 'apply', 'mine']);
  assert.equal(done.state, 'done');
  assert.equal(stage.repository.git('show', 'main:same.txt'), 'both');
  assert.equal(done.result?.checks.at(-1)?.outcome, 'passed');
  const { files } = await json<TaskConflictsJson>(stage, 'task', 'conflicts', 'mine');
  assert.deepEqual(
    [files[0]?.resolution?.source, files[0]?.resolution?.proven, files[0]?.after],
    ['agent', true, 'both\n'],
  );
  assert.match(files[0]?.before ?? '', /<<<<<<< main\none [^]*=======\ntwo\n>>>>>>> the task/);
});

test('a resolution whose checks fail is refused with the output, and forgotten', async (context) => {
  const stage = await inConflict(context, 'good', '--check', '! grep -s both same.txt');
  const main = stage.head();
  const task = await stage.task(['task', 'apply', 'mine'], 1);
  assert.match(task.notice?.message ?? '', /Merged into main, it does not pass/);
  assert.match(task.notice?.next ?? '', /resolved automatically; that resolution is forgotten/);
  assert.equal(stage.head(), main);
  assert.deepEqual((await json<ResolutionListJson>(stage, 'queue', 'resolutions')).resolutions, []);
});

test('markers that an agent leaves are not taken', async (context) => {
  await refused(await inConflict(context, 'markers'), /left a conflict marker in same\.txt/);
});

test('a change of another file is not taken, and the file is named', async (context) => {
  await refused(await inConflict(context, 'elsewhere'), /changed other\.txt, which was in no conflict/);
});

test('an agent that does nothing leaves the conflict as it was', async (context) => {
  await refused(await inConflict(context, 'nothing'), /left a conflict marker in same\.txt/);
});

test('an agent that never ends is ended at the time limit of the task', async (context) => {
  await refused(await inConflict(context, 'endless', '--timeout', '5s'), /did not end within 5 s/);
});

test('a task that leaves the queue while its agent works takes the agent with it', async (context) => {
  const stage = await inConflict(context, 'endless');
  await stage.task(['task', 'apply', 'mine', '--no-wait']);
  await stage.event('mine', ({ data }) => String(data['text']).includes('Let me think'));
  assert.match((await stage.run('queue', 'merges')).stdout, /an agent resolves its conflicts/);
  assert.equal((await stage.task(['task', 'withdraw', 'mine'])).state, 'ready');
  await stage.quiet();
});

test('a daemon that is killed while an agent resolves begins again, and applies once', async (context) => {
  const stage = await inConflict(context, 'slow-good');
  await stage.task(['task', 'apply', 'mine', '--no-wait']);
  await stage.event('mine', ({ data }) => String(data['text']).includes('Let me think'));
  await stage.killDaemon();
  await stage.run('queue', 'merges');
  const done = await stage.until('mine', 'done');
  assert.equal(done.state, 'done');
  assert.equal(stage.repository.git('show', 'main:same.txt'), 'both');
  assert.equal(stage.repository.git('log', '--oneline', '--merges').split('\n').length, 1);
});
