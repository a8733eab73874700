// Subagents that run as tasks of their own, in a copy of their own.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/task-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function json<Shape>(stage: Stage, ...args: readonly string[]): Promise<Shape> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as Shape;
}

const builder = `---
name: builder
description: Builds.
isolation: own
tools: [read_file, write_file, edit]
---
You build what you are asked for.
`;
const files = { 'README.md': 'one\n', '.tasklane/agents/builder.md': builder };

const build = (script: string) => ({
  call: {
    match: '^task$',
    args: { description: `Run ${script}`, prompt: `Go. [[script:${script}]]`, subagent_type: 'builder' },
  },
});

const scripts = {
  parent: [
    { do: [{ write: { path: 'mine.txt', content: 'mine\n' } }] },
    { do: [build('first'), build('second')] },
    { do: [{ read: { path: 'first.txt' } }] },
    { say: 'All is built.' },
  ],
  first: [
    { do: [{ read: { path: 'mine.txt' } }] },
    { do: [{ write: { path: 'first.txt', content: 'first\n' } }] },
    { say: 'Built the first.' },
  ],
  second: [{ do: [{ write: { path: 'second.txt', content: 'second\n' } }] }, { say: 'Built the second.' }],
  waits: [
    { do: [build('hang')] },
    { say: 'Without it.', do: [{ write: { path: 'w.txt', content: 'w\n' } }] },
    { say: 'Done.' },
  ],
  hang: [{ do: [{ read: { path: 'README.md' } }] }, { hang: true as const }],
};

test('R118 R134 R147 subagents in copies of their own: side by side with one slot, merged into the copy of their parent, as hidden tasks', async (context) => {
  const stage = await createStage(context, { files, scripts, config: { parallel: 1 } });
  await stage.run('project', 'add');
  const { task } = await stage.runTask([promptOf('parent'), '--name', 'parent']);
  assert.equal(task.state, 'ready', JSON.stringify(task));
  assert.deepEqual(
    task.result?.files.map(({ path }) => path),
    ['first.txt', 'mine.txt', 'second.txt'],
  );
  // What they began with is what their parent had then, not the branch.
  const answers = stage.model.requests.filter(({ script }) => script === 'first');
  assert.equal(answers[1]?.lastToolResult, 'mine');
  // A subagent has none of its own, and only the tools that its file names.
  assert.deepEqual(answers[0]?.tools, ['read_file', 'write_file', 'edit']);
  const told = stage.model.requests.find(({ script, step }) => script === 'parent' && step === 2);
  assert.match(
    JSON.stringify(told?.body),
    /Built the first\.\\n\\n\[Its work is in your copy now:\]\\nadded first\.txt/,
  );

  const board = await json<{ tasks: TaskJson[] }>(stage, 'task', 'list');
  assert.deepEqual(
    board.tasks.map(({ name }) => name),
    ['parent'],
  );
  const all = await json<{ tasks: TaskJson[] }>(stage, 'task', 'list', '--subagents');
  const children = all.tasks.filter(({ parent }) => parent === task.id);
  assert.deepEqual(
    children.map(({ state, policy, subagent }) => [state, policy, subagent?.name, subagent?.copy]),
    [
      ['done', 'subagent', 'builder', 'own'],
      ['done', 'subagent', 'builder', 'own'],
    ],
  );
  // Their work is no branch of its own in the person's repository.
  assert.doesNotMatch(stage.repository.git('branch', '--all'), /builder/);
  const runs = await stage.run('subagent', 'runs', 'parent');
  assert.match(runs.stdout, /Subagent: builder/);
});

test('R154 a conflict is told to the parent with its files and changes, and its copy stays as it was', async (context) => {
  const clash = {
    clash: [
      { do: [build('changes')] },
      { say: 'Settled.', do: [{ write: { path: 'other.txt', content: 'x\n' } }] },
      { say: 'Done.' },
    ],
    changes: [
      { do: [{ shell: { command: 'until [ -e "$HOME/go" ]; do sleep 0.05; done' } }] },
      { do: [{ write: { path: 'README.md', content: 'child\n' } }] },
      { say: 'Changed the README.' },
    ],
  };
  const any = builder.replace(/tools: .*\n/, '');
  const stage = await createStage(context, {
    files: { ...files, '.tasklane/agents/builder.md': any },
    scripts: clash,
  });
  await stage.run('project', 'add');
  const { id, project_id: project } = await stage.task([
    'task',
    'create',
    promptOf('clash'),
    '--name',
    'clash',
  ]);
  await stage.model.waitFor(({ script }) => script === 'changes');
  // Its copy is made. Now something changes the same file in that of its parent, as another subagent might.
  const copies = join(stage.home, 'p', project, 'ws');
  const [child] = await childrenOf(stage, id);
  writeFileSync(join(copies, id, 'tree', 'README.md'), 'parent\n');
  writeFileSync(join(copies, child?.id ?? '', 'home', 'go'), '');
  const task = await stage.untilTask(id, ({ state }) => state === 'ready' || state === 'failed');
  const told = stage.model.requests.find(({ script, step }) => script === 'clash' && step === 1);
  const said = JSON.stringify(told?.body);
  assert.match(said, /Its work conflicts with your copy in README\.md; nothing of it is in your copy/);
  assert.match(said, /\+child/);
  assert.deepEqual(
    task.result?.files.map(({ path }) => path),
    ['README.md', 'other.txt'],
  );
  assert.match((await stage.run('task', 'diff', 'clash')).stdout, /\+parent/);
});

test('R157 a person who stops the parent stops its subagents; one who stops the subagent lets the parent go on', async (context) => {
  const stage = await createStage(context, { files, scripts });
  await stage.run('project', 'add');
  const { id } = await stage.task(['task', 'create', promptOf('waits'), '--name', 'waits']);
  await stage.model.waitFor(({ script, step }) => script === 'hang' && step === 1);
  const [child] = await childrenOf(stage, id);
  assert.equal(child?.state, 'running');
  assert.equal((await stage.run('task', 'cancel', String(child.number))).code, 0);
  const ended = await stage.untilTask(id, ({ state }) => state === 'ready');
  assert.deepEqual(
    ended.result?.files.map(({ path }) => path),
    ['w.txt'],
  );
  assert.match(
    JSON.stringify(stage.model.requests.map(({ body }) => body)),
    /Subagent error: Task was cancelled by user/,
  );

  const other = await stage.task(['task', 'create', promptOf('waits'), '--name', 'again']);
  await stage.model.waitFor(
    () => stage.model.requests.filter(({ script }) => script === 'hang').length === 4,
  );
  assert.equal((await stage.run('task', 'cancel', 'again')).code, 0);
  const [last] = await childrenOf(stage, other.id);
  assert.ok(last);
  await stage.untilTask(last.id, ({ state }) => state === 'cancelled');
});

async function childrenOf(stage: Stage, id: string): Promise<readonly TaskJson[]> {
  const { tasks } = await json<{ tasks: TaskJson[] }>(stage, 'task', 'list', '--subagents');
  return tasks.filter(({ parent }) => parent === id);
}
