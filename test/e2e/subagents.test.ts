// Subagents as a person meets them: files that the command line makes and a daemon serves, and a task whose agent uses them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SubagentJson, SubagentListJson, SubagentRunListJson } from '../../src/api/subagent-schemas.ts';
import type { TaskJson } from '../../src/api/task-schemas.ts';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function json<Shape>(stage: Stage, ...args: readonly string[]): Promise<Shape> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as Shape;
}

/** The children of a task, oldest first; waits until there are some, all of which fit. */
async function childrenOf(
  stage: Stage,
  parent: string,
  fits: (task: TaskJson) => boolean = () => true,
): Promise<readonly TaskJson[]> {
  let children: readonly TaskJson[] = [];
  await until(async () => {
    const { tasks } = await json<{ tasks: TaskJson[] }>(stage, 'task', 'list', '--subagents');
    children = tasks.filter((task) => task.parent === parent).reverse();
    return children.length > 0 && children.every(fits);
  }, 'its children are as they are to be');
  return children;
}

const prompt = 'You review what you are shown.';
const make = ['--description', 'Reviews code.', '--prompt', prompt];

test('R155 R156 subagents are listed, made, shown, changed and removed at both levels, and built-in ones stay', async (context) => {
  const stage = await createStage(context);
  await stage.run('project', 'add');
  const { subagents } = await json<SubagentListJson>(stage, 'subagent', 'list');
  assert.deepEqual(
    subagents.map(({ name, level, tool_class }) => [name, level, tool_class]),
    [
      ['code-search', 'built-in', 'read-only'],
      ['general-purpose', 'built-in', 'full-access'],
    ],
  );
  const limits = [
    '--tool',
    'read_file',
    '--tool',
    'edit',
    '--max-turns',
    '9',
    '--temperature',
    '0.2',
    '--isolation',
    'own',
  ];
  const made = await json<SubagentJson>(stage, 'subagent', 'create', 'reviewer', ...make, ...limits);
  const path = join(stage.repository.dir, '.tasklane', 'agents', 'reviewer.md');
  assert.deepEqual(
    [made.level, made.path, made.tool_class, made.max_turns, made.temperature, made.isolation],
    ['project', path, 'editor', 9, 0.2, 'own'],
  );
  assert.match(
    readFileSync(path, 'utf8'),
    /^---\nname: reviewer\n[^]*runConfig:\n {2}max_turns: 9\n---\n\nYou review/,
  );

  const again = await stage.run('subagent', 'create', 'Reviewer', ...make, '--json');
  assert.equal(again.code, 1);
  const refused = JSON.parse(again.stderr) as { error: { code: string; message: string; details: unknown } };
  assert.equal(refused.error.message, `Subagent "Reviewer" already exists at ${path}`);
  assert.deepEqual(refused.error.details, { subagent_error: 'ALREADY_EXISTS', subagent: 'Reviewer' });

  const mine = await json<SubagentJson>(stage, 'subagent', 'create', 'reviewer', '--level', 'user', ...make);
  assert.equal(mine.path, join(stage.personHome, '.tasklane', 'agents', 'reviewer.md'));
  assert.equal((await json<SubagentJson>(stage, 'subagent', 'show', 'REVIEWER')).level, 'project');

  const edited = await json<SubagentJson>(
    stage,
    'subagent',
    'edit',
    'reviewer',
    '--max-tokens',
    '5000',
    '--rename',
    'critic',
  );
  assert.deepEqual(
    [edited.name, edited.path, edited.max_turns, edited.max_tokens, edited.system_prompt],
    ['critic', path, 9, 5000, prompt],
  );
  assert.equal((await json<SubagentJson>(stage, 'subagent', 'show', 'reviewer')).level, 'user');

  for (const [args, message] of [
    [['edit', 'code-search', '--max-turns', '3'], 'Cannot update built-in subagent "code-search"'],
    [['delete', 'code-search'], 'Cannot delete built-in subagent "code-search"'],
    [['show', 'nobody'], 'Subagent "nobody" not found'],
    [['create', 'system', ...make], 'Validation failed: "system" is a reserved name and cannot be used'],
    [['create', '../../x', ...make], 'Validation failed: Name "../../x" can only contain letters'],
    [
      ['create', 'flyer', ...make, '--tool', 'fly'],
      'Validation failed: Tool "fly" not found. Available tools: read_file',
    ],
    [
      ['edit', 'critic', '--max-turns', '0'],
      'Validation failed: max_turns must be a positive integer, not 0',
    ],
    [['edit', 'critic'], 'Nothing is to be changed.'],
  ] as const) {
    const result = await stage.run('subagent', ...args);
    assert.notEqual(result.code, 0);
    assert.ok(result.stderr.includes(message), result.stderr);
  }
  assert.equal((await stage.run('subagent', 'delete', 'critic', '--yes')).code, 0);
  assert.equal(existsSync(path), false);
});

test('R124 R125 files of other agents are used and never written; broken ones are named and keep nobody away', async (context) => {
  const stage = await createStage(context, {
    files: {
      '.qwen/agents/a.md': `---\nname: tester\ndescription: Tests.\ntools: [ReadFile, Shell, WebFetch]\n---\n${prompt}\n`,
      '.claude/agents/b.md': `---\nname: Tester\ndescription: Weaker.\n---\n${prompt}\n`,
      '.tasklane/agents/c.md': '---\nname: "oops\n---\nText.\n',
      '.tasklane/agents/d.md': 'Only text.\n',
    },
  });
  await stage.run('project', 'add');
  const list = await json<SubagentListJson>(stage, 'subagent', 'list');
  const tester = list.subagents.find(({ name }) => name === 'tester');
  assert.deepEqual(
    [tester?.read_only, tester?.tool_class, tester?.description],
    [true, 'full-access', 'Tests.'],
  );
  assert.match(String(tester?.warnings), /has no tool WebFetch/);
  assert.deepEqual(
    list.broken.map(({ message }) => message.slice(0, 40)),
    ['Invalid YAML in the frontmatter: line 2:', 'Invalid format: missing YAML frontmatter'],
  );
  const refused = await stage.run('subagent', 'delete', 'tester', '--yes');
  assert.match(
    refused.stderr,
    /Cannot delete subagent "tester": .*\.qwen\/agents\/a\.md belongs to another agent/,
  );

  const checked = await stage.run('subagent', 'validate', '.qwen/agents/a.md', '.tasklane/agents/c.md');
  assert.equal(checked.code, 1);
  assert.match(
    checked.stdout,
    /a\.md: tester is right \(full-access\)[^]*c\.md: not right\n {2}INVALID_CONFIG: Invalid YAML/,
  );
});

test('a link in place of the folder does not lead a new subagent out of the repository', async (context) => {
  const stage = await createStage(context);
  const outside = join(stage.dir, 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(stage.repository.dir, '.tasklane'));
  const refused = await stage.run('subagent', 'create', 'reviewer', ...make);
  assert.match(refused.stderr, /symbolic link that leads out of the project/);
  assert.equal(existsSync(join(outside, 'agents')), false);
});

const task = (script: string, type: string) => ({
  call: {
    match: '^task$',
    args: { description: `Run ${script}`, prompt: `Go. [[script:${script}]]`, subagent_type: type },
  },
});
const scripts = {
  delegate: [{ do: [task('one', 'general-purpose'), task('two', 'helper')] }, { say: 'Both are done.' }],
  one: [{ do: [{ write: { path: 'one.txt', content: 'one\n' } }] }, { say: 'Wrote one.txt.' }],
  two: [{ do: [{ read: { path: 'README.md' } }] }, { say: 'Read it.' }],
  asks: [{ do: [task('one', 'general-purpose')] }, { say: 'It is done.' }],
  hold: [
    { do: [task('hang', 'helper'), task('stuck', 'general-purpose')] },
    { say: 'Without it then.', do: [{ write: { path: 'w.txt', content: 'w\n' } }] },
    { say: 'Done.' },
  ],
  hang: [{ do: [{ read: { path: 'README.md' } }] }, { hang: true as const }],
  stuck: [{ hang: true as const }],
};

test('R137 R145 R148 R154 a task whose agent uses subagents: their work is applied, the log shows them nested, with statistics', async (context) => {
  const stage = await createStage(context, { scripts });
  await stage.run('project', 'add');
  // Not committed, so that it is not in the copy: it counts all the same.
  await json<SubagentJson>(stage, 'subagent', 'create', 'helper', '--tool', 'read_file', ...make);
  const { task: done, events } = await stage.runTask([promptOf('delegate'), '--name', 'delegate']);
  assert.equal(done.state, 'ready');
  assert.deepEqual(
    done.result?.files.map((file) => file.path),
    ['one.txt'],
  );
  const said = events
    .filter(({ type }) => type === 'agent.subagent')
    .map(({ data }) => data['event'] as { type: string });
  for (const type of ['start', 'round', 'tool_call', 'tool_result', 'usage', 'finish'])
    assert.ok(
      said.some((event) => event.type === type),
      type,
    );
  // The tokens of subagents are tokens of the task: 3 conversations of 2 answers each, 1,000 in and 50 out.
  assert.deepEqual([done.usage?.input_tokens, done.usage?.output_tokens], [6000, 300]);

  // They run at once, so either may have begun first.
  const { runs: begun } = await json<SubagentRunListJson>(stage, 'subagent', 'runs', 'delegate');
  const runs = begun.toSorted((one, other) => one.name.localeCompare(other.name));
  assert.deepEqual(
    runs.map(({ name, status, result }) => [name, status, result]),
    [
      ['general-purpose', 'completed', 'Wrote one.txt.'],
      ['helper', 'completed', 'Read it.'],
    ],
  );
  assert.deepEqual(runs[0]?.statistics?.['totalToolCalls'], 1);
  // Each is a child task, hidden unless asked for, with its own statistics.
  assert.equal((await json<{ tasks: unknown[] }>(stage, 'task', 'list')).tasks.length, 1);
  const children = (await childrenOf(stage, done.id)).toSorted((one, other) =>
    one.title.localeCompare(other.title),
  );
  assert.deepEqual(
    children.map(({ title, state, usage, result }) => [title, state, usage?.input_tokens, result?.summary]),
    [
      ['general-purpose: Run one', 'done', 2000, 'Wrote one.txt.'],
      ['helper: Run two', 'done', 2000, 'Read it.'],
    ],
  );
  const [child] = children;
  const own = await json<SubagentRunListJson>(stage, 'subagent', 'runs', child?.id ?? '');
  assert.deepEqual(own.runs, runs.slice(0, 1));
  assert.match((await stage.run('task', 'show', child?.id ?? '')).stdout, /parent +#\d+ “[^”]+” \(ready\)/);
  // What they used is their parent's, and is counted once.
  assert.match((await stage.run('usage')).stdout, /6,000|6000|6\.0K/);
  const box = (await stage.run('subagent', 'runs', 'delegate')).stdout;
  assert.match(box, /┃ Subagent: helper +┃\n┃ Status: Completed/);
  assert.match(box, /┃ ✓ Read README\.md/);
  const { stdout } = await stage.run('task', 'logs', 'delegate');
  assert.match(stdout, /┏ helper: Run two/);
  assert.match(stdout, /┃ .*✓ Write one\.txt/);
  assert.match(stdout, /┗ general-purpose: Completed · 1 tool use · 2,100 tokens/);
});

test('R157 a person stops one subagent, and the agent goes on to the end', async (context) => {
  const stage = await createStage(context, { scripts });
  await stage.run('project', 'add');
  writeFileSync(join(stage.dir, 'helper.md'), `---\nname: helper\ndescription: Helps.\n---\n${prompt}\n`);
  assert.equal((await stage.run('subagent', 'create', '--file', join(stage.dir, 'helper.md'))).code, 0);
  const { id } = await stage.task(['task', 'create', promptOf('hold'), '--name', 'hold']);
  await stage.model.waitFor(({ script, step }) => script === 'hang' && step === 1);
  await stage.model.waitFor(({ script }) => script === 'stuck');
  const { runs } = await json<SubagentRunListJson>(stage, 'subagent', 'runs', 'hold');
  const run = runs[0]?.id ?? '';
  assert.deepEqual(
    [runs[0]?.status, runs[0]?.round, runs[0]?.tool_calls[0]?.status],
    ['running', 2, 'success'],
  );
  assert.match((await stage.run('subagent', 'runs', 'hold')).stdout, /Round 2\/200 \| Tokens: 1\.1K/);
  // Each is a task too, that only its agent moves.
  const [first, second] = await childrenOf(stage, id, ({ state }) => state === 'running');
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(
    [first, second].map(({ subagent }) => [subagent?.name, subagent?.copy, subagent?.run]),
    runs.map(({ name, id: ofRun }) => [name, 'shared', ofRun]),
  );
  for (const args of [['pause'], ['send', 'Hello?']])
    assert.match(
      (await stage.run('task', ...args.slice(0, 1), first.id, ...args.slice(1))).stderr,
      /inside the agent of its parent/,
    );
  assert.doesNotMatch((await stage.run('queue')).stdout, /Run hang/);
  assert.equal((await stage.run('task', 'cancel', second.id)).code, 0);
  assert.equal((await stage.run('subagent', 'stop', first.id, run)).code, 0);
  const ended = await stage.untilTask(id, ({ state }) => state === 'ready');
  assert.deepEqual(
    ended.result?.files.map((file) => file.path),
    ['w.txt'],
  );
  const states = (await childrenOf(stage, id)).map(({ state }) => state);
  assert.deepEqual(states, ['cancelled', 'cancelled']);
  assert.doesNotMatch((await stage.run('trash', 'list')).stdout, /Run hang|Run stuck/);
  assert.match((await stage.run('task', 'retry', first.id)).stderr, /is cancelled/);
  const after = await json<SubagentRunListJson>(stage, 'subagent', 'runs', 'hold');
  assert.deepEqual([after.runs[0]?.status, after.runs[0]?.terminate_reason], ['cancelled', 'CANCELLED']);
  const late = await stage.run('subagent', 'stop', 'hold', run);
  assert.match(late.stderr, /has no subagent “.*” at work/);
});

test('a subagent that asks for leave waits with its parent, who is asked, and goes on with it', async (context) => {
  const stage = await createStage(context, { scripts, config: { permission: 'ask' } });
  const { id } = await stage.task(['task', 'create', promptOf('asks'), '--name', 'asks']);
  const [child] = await childrenOf(stage, id, ({ state }) => state === 'waiting');
  assert.match(child?.step ?? '', /^approval: May it do “.*one\.txt.*”\?$/);
  assert.equal((await stage.show('asks')).step, child?.step);
  const shown = await stage.run('task', 'show', child?.id ?? '');
  assert.match(shown.stdout + shown.stderr, new RegExp(`tasklane task approve ${id}`));
  assert.equal((await stage.run('task', 'approve', id)).code, 0);
  assert.equal((await stage.until('asks', 'ready', 'failed', 'waiting')).state, 'ready');
  assert.equal((await stage.show(child?.id ?? '')).state, 'done');
});

test('R149 with subagentStatistics off nothing of what subagents used is kept, and all else is', async (context) => {
  const stage = await createStage(context, { scripts, config: { subagentStatistics: 'off' } });
  await stage.run('project', 'add');
  await json<SubagentJson>(stage, 'subagent', 'create', 'helper', '--tool', 'read_file', ...make);
  const { task: done, events } = await stage.runTask([promptOf('delegate'), '--name', 'delegate']);
  assert.equal(done.state, 'ready');
  const said = events.flatMap(({ type, data }) =>
    type === 'agent.subagent' ? [data['event'] as { type: string; statistics?: unknown }] : [],
  );
  const ends = said.filter(({ type }) => type === 'finish');
  assert.deepEqual(
    ends.map(({ statistics }) => statistics),
    [null, null],
  );
  assert.ok(said.some(({ type }) => type === 'tool_result'));
  assert.ok(!said.some(({ type }) => type === 'usage'));
  const { runs } = await json<SubagentRunListJson>(stage, 'subagent', 'runs', 'delegate');
  assert.deepEqual(
    runs.map(({ status, result, tokens, statistics }) => [status, result, tokens, statistics]),
    [
      ['completed', 'Wrote one.txt.', 0, null],
      ['completed', 'Read it.', 0, null],
    ],
  );
  // The task itself is counted: budgets go by that.
  assert.equal(done.usage?.input_tokens, 6000);
  const box = (await stage.run('subagent', 'runs', 'delegate')).stdout;
  assert.doesNotMatch(box, /[Tt]okens/);
});
