// The conflict radar as people meet it: what does not go together is said before anybody applies anything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ConflictsJson } from '../../src/api/queue-schemas.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function conflicts(stage: Stage, ...args: readonly string[]): Promise<ConflictsJson> {
  const result = await stage.run('queue', 'conflicts', ...args, '--json');
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as ConflictsJson;
}

function tells(event: EventJson, ...paths: readonly string[]): boolean {
  if (event.type !== 'run.conflicts') return false;
  const told = event.data['conflicts'] as readonly { files: readonly { path: string }[] }[];
  return JSON.stringify(told.flatMap(({ files }) => files.map(({ path }) => path))) === JSON.stringify(paths);
}

test('R189 two ready tasks in each other’s way are named before anybody applies, with the lines of both', async (context) => {
  const stage = await createStage(context);
  for (const name of ['one', 'two'])
    await stage.ready('write', { path: 'same.txt', content: name }, '--name', name);
  const three = await stage.ready('write', { path: 'other.txt', content: 'three' }, '--name', 'three');
  const main = stage.head();

  const { projects } = await conflicts(stage);
  const [project] = projects;
  assert.deepEqual([project?.branch, project?.branch_commit, project?.compared], ['main', main, 3]);
  assert.deepEqual(
    project?.conflicts.map(({ task, other, files }) => [task?.name, other.name, files]),
    [
      [
        'one',
        'two',
        [
          {
            path: 'same.txt',
            kind: 'both_added',
            resolution: null,
            hunks: [{ line: 1, ours: ['one'], base: [], theirs: ['two'] }],
          },
        ],
      ],
    ],
  );
  const words = await stage.run('queue', 'conflicts');
  assert.match(
    words.stdout,
    /^1 conflict; 3 tasks compared with main[^]*#1 .* and #2 .*\(ready\)\n {2}same\.txt: added by both[^]*#1:\n +one\n +#2:\n +two/,
  );
  assert.deepEqual((await conflicts(stage, 'three')).projects[0]?.conflicts, []);

  await stage.event('one', (event) => tells(event, 'same.txt'));
  await stage.event('two', (event) => tells(event, 'same.txt'));
  const two = await stage.show('two');
  assert.deepEqual(two.conflicts, [
    {
      with: (await stage.show('one')).id,
      number: 1,
      name: 'one',
      files: [{ path: 'same.txt', kind: 'both_added', resolution: null }],
    },
  ]);
  assert.deepEqual((await stage.show('three')).conflicts, []);
  assert.match((await stage.run('task', 'list')).stdout, /conflicts with #1 in same\.txt/);
  assert.match((await stage.run('task', 'show', 'two')).stdout, /conflicts +#1 in same\.txt/);

  // What the radar said is what happens; then it is the branch that is in the way.
  await stage.task(['task', 'apply', 'one']);
  const byBranch = await conflicts(stage, 'two');
  assert.deepEqual(
    byBranch.projects[0]?.conflicts.map(({ task, other }) => [task, other.name]),
    [[null, 'two']],
  );
  assert.equal((await stage.show('two')).conflicts?.[0]?.with, null);
  await stage.task(['task', 'apply', 'two'], 1);
  assert.equal((await stage.task(['task', 'apply', three.name])).state, 'done');
});

test('a commit of the person’s own is seen, and a conflict that is over is said to be', async (context) => {
  const stage = await createStage(context);
  await stage.ready('write', { path: 'README.md', content: 'one' }, '--name', 'one');
  stage.repository.commit({ 'README.md': 'mine\n' }, 'my own');
  const [project] = (await conflicts(stage)).projects;
  assert.deepEqual(project?.conflicts[0]?.files, [
    {
      path: 'README.md',
      kind: 'content',
      resolution: null,
      hunks: [{ line: 1, ours: ['mine'], base: ['# Test'], theirs: ['one'] }],
    },
  ]);
  await stage.event('one', (event) => tells(event, 'README.md'));
  stage.repository.commit({ 'README.md': '# Test\n' }, 'as it was');
  assert.deepEqual((await conflicts(stage)).projects[0]?.conflicts, []);
  await stage.event('one', (event) => tells(event));
});

test('a task at work is held against the others by what it has written so far', async (context) => {
  const stage = await createStage(context, { env: { TASKLANE_GLIMPSE_MS: '1' } });
  await stage.ready('write', { path: 'same.txt', content: 'one' }, '--name', 'one');
  const run = stage.start(
    'run',
    promptOf('write-then-hang-once', { path: 'same.txt', content: 'two' }),
    '--name',
    'two',
  );
  await stage.event('two', (event) => tells(event, 'same.txt'));
  const two = await stage.show('two');
  assert.deepEqual([two.state, two.result, two.conflicts?.[0]?.number], ['running', null, 1]);
  // Looking left no trace in what the task itself will commit.
  assert.deepEqual(stage.branches(), ['main', 'tasklane/1-one']);
  await stage.run('task', 'cancel', 'two');
  await run.ended;
  assert.equal((await stage.show('two')).conflicts, null);
  await stage.event('one', (event) => tells(event));
});

test('a daemon that starts again knows the conflicts, and does not say again what the log says', async (context) => {
  const stage = await createStage(context);
  for (const name of ['one', 'two'])
    await stage.ready('write', { path: 'same.txt', content: name }, '--name', name);
  await stage.event('two', (event) => tells(event, 'same.txt'));
  await stage.killDaemon();
  assert.equal((await conflicts(stage)).projects[0]?.conflicts.length, 1);
  assert.equal((await stage.show('one')).conflicts?.length, 1);
  const { events } = await stage
    .client()
    .call(endpoints.events, { query: { task: 'two', types: 'run.conflicts' } });
  assert.equal(events.length, 1);
});
