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

const shell = (command: string): Script[number] => ({
  say: 'I decide.',
  do: [{ shell: { command } }],
});

const decided = 'rm gone.txt task.txt; mv main.txt.branch main.txt; echo both > same.txt';

// The last script that a prompt names counts, and the conflicting lines come last in it: the branch has the name.
const scripts: Readonly<Record<string, Script>> = {
  good: [write('same.txt', 'both\n'), ...said],
  markers: [write('same.txt', 'one\n=======\ntwo\n>>>>>>> theirs\n'), ...said],
  elsewhere: [write('same.txt', 'both\n'), write('other.txt', 'too\n'), ...said],
  nothing: said,
  endless: [{ say: 'Let me think', hang: true }],
  work: [
    shell(
      "echo more >> gone.txt; printf 'a\\0task' > logo.bin; mv old.txt task.txt; ln -sf old.txt link.txt; echo two > same.txt",
    ),
    ...said,
  ],
  files: [
    shell(`${decided}; mv logo.bin.task logo.bin; echo more > heir.txt`),
    { say: 'It is decided.\n\nAlso changed `heir.txt`: what was in gone.txt lives on there.' },
  ],
  linked: [shell(`${decided}; ln -sf x logo.bin`), ...said],
  'slow-good': [{ ...write('same.txt', 'both\n'), say: 'Let me think', hang: { times: 1 } }, ...said],
};

const lines = '1\n2\n3\n4\n5\n6\n';

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
  assert.deepEqual([task.state, task.notice?.kind], ['ready', 'conflict']);
  assert.match(task.notice?.detail ?? '', /same\.txt|link\.txt/);
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
  await refused(
    await inConflict(context, 'elsewhere'),
    /changed other\.txt, which was in no conflict, and did not say why/,
  );
});

test('an agent that does nothing leaves the conflict as it was', async (context) => {
  await refused(await inConflict(context, 'nothing'), /left a conflict marker in same\.txt/);
});

test('an agent that never ends is ended at the time limit of the task', async (context) => {
  await refused(await inConflict(context, 'endless', '--timeout', '5s'), /did not end within 5 s/);
});

test('R37 R201 a deleted, a binary and a renamed file are given to an agent too, which has to decide each; a link is not', async (context) => {
  const files = { 'gone.txt': lines, 'logo.bin': 'a\0old', 'old.txt': `old\n${lines}`, 'link.txt': lines };
  const stage = await createStage(context, { scripts, files, env: { TASKLANE_CONFLICTS: 'agent' } });
  const { repository } = stage;
  await stage.ready('work', {}, '--name', 'mine');
  repository.git('rm', '-q', 'gone.txt');
  repository.git('mv', 'old.txt', 'main.txt');
  const refusedNow = async (own: Readonly<Record<string, string>>, why: RegExp): Promise<void> => {
    repository.commit(own, 'of mine');
    await refused(stage, why);
  };
  await refusedNow({ 'link.txt': `${lines}more\n` }, /link\.txt: one side made it another kind of file/);
  const named = (script: string): Record<string, string> => ({ 'same.txt': `one [[script:${script}]]\n` });
  await refusedNow({ ...named('nothing'), 'link.txt': lines, 'logo.bin': 'a\0main' }, /marker in gone\.txt/);
  await refusedNow(named('linked'), /made logo\.bin something else than a file/);
  repository.commit(named('files'), 'of mine');
  const done = await stage.task(['task', 'apply', 'mine']);
  assert.equal(done.state, 'done');
  assert.equal(repository.git('show', 'main:logo.bin'), 'a\0task');
  const names = repository.git('ls-tree', '--name-only', '-r', 'main').split('\n');
  assert.deepEqual(names, ['heir.txt', 'link.txt', 'logo.bin', 'main.txt', 'same.txt']);

  const { files: shown } = await json<TaskConflictsJson>(stage, 'task', 'conflicts', 'mine');
  assert.deepEqual(
    shown.map(({ path, kind, outcome, resolution }) => [path, kind, outcome, resolution?.deletes]),
    [
      ['gone.txt', 'deleted', 'deleted', true],
      ['logo.bin', 'binary', 'task', false],
      ['main.txt', 'renamed', 'branch', false],
      ['old.txt', 'renamed', 'deleted', true],
      ['same.txt', 'both_added', 'new', false],
      ['task.txt', 'renamed', 'deleted', true],
    ],
  );
  assert.match(shown[0]?.before ?? '', /^<<<<<<< main \(deleted\)\n\|{7} before both\n1\n/);
  assert.match((await stage.run('task', 'conflicts', 'mine')).stdout, /The version of the task was taken\./);
  assert.deepEqual(shown[0]?.resolution?.also, [
    { path: 'heir.txt', why: 'what was in gone.txt lives on there.' },
  ]);
  const prompt = JSON.stringify(stage.model.requests.at(-1)?.body);
  for (const words of [
    /gone\.txt: main deleted it, the task changed it/,
    /logo\.bin: both changed it, and it has no lines/,
    /task\.txt: the task renamed a file to this name/,
  ])
    assert.match(prompt, words);
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
