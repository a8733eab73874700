// The examples of the help, run as they stand there, by bash, in a repository with a real daemon. Only the numbers of
// tasks are put in. That each is understood is in src/cli/program.test.ts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { examples } from '../../src/cli/examples.ts';
import { collect } from '../support/cli.ts';
import { createRepository } from '../support/git-repo.ts';
import { withNames } from '../support/shells.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

type State = 'draft' | 'ready' | 'failed' | 'queued';

/** Each with the state that its task is in before. */
const onTasks: Readonly<Record<string, State>> = {
  'task edit': 'draft',
  'task accept': 'draft',
  'task archive': 'draft',
  'task delete': 'draft',
  'task move': 'queued',
  'task cancel': 'queued',
  'task replan': 'failed',
  'task retry': 'failed',
  'task show': 'ready',
  logs: 'ready',
  'task history': 'ready',
  'task calls': 'ready',
  'subagent runs': 'ready',
  'task status': 'ready',
  'task logs': 'ready',
  'task wait': 'ready',
  'task diff': 'ready',
  'task comment list': 'ready',
  'task request-changes': 'ready',
  'task apply': 'ready',
  'task dismiss': 'ready',
  'task send': 'ready',
};

// In an order in which each finds what it needs.
const onPhases = ['queue import', 'queue export', 'queue phase show', 'queue phase list', 'queue phase next'];
const ofAgents = [
  'queue phase may-write',
  'queue phase heartbeat',
  'queue phase complete',
  'queue phase cancel',
];
const onRest = [
  'template init',
  'template push',
  'template promote',
  'template list',
  'template show',
  'template versions',
  'template delete',
  'project add',
  'project config',
  'project set',
  'project reset',
  'project map',
  'project list',
  'project show',
  'intake add',
  'intake list',
  'schedule create',
  'schedule list',
  'schedule show',
  'schedule edit',
  'schedule pause',
  'schedule resume',
  'schedule delete',
  'project remove',
  'webhook list',
  'whoami',
  'open',
  'user create',
  'user list',
  'user show',
  'user edit',
  'user suspend',
  'user resume',
  'member add',
  'member list',
  'member remove',
  'user delete',
  'token create',
  'token list',
  'agents',
  'agent list',
  'agent add',
  'agent remove',
  'subagent list',
  'subagent show',
  'subagent create',
  'subagent edit',
  'subagent validate',
  'subagent delete',
  'usage',
  'statistics',
  'jobs',
  'config show',
  'doctor',
  'audit',
  'completion',
  'help',
  'task list',
  'queue merges',
  'queue resolutions',
  'plan list',
  'trash list',
  'stop',
];

const notRun: Readonly<Record<string, string>> = {
  'task pause': 'needs an agent in the middle of its work',
  'task resume': 'needs a paused task',
  'task complete': 'needs an agent that waits',
  ask: 'needs a planner: planning.test.ts',
  request: 'needs a planner: planning.test.ts',
  plan: 'needs a planner: planning.test.ts',
  'plan show': 'needs a planner: planning.test.ts',
  'plan revise': 'needs a planner: planning.test.ts',
  'plan edit': 'needs a planner: planning-by-hand.test.ts',
  'plan split': 'needs a planner: planning-by-hand.test.ts',
  'plan merge': 'needs a planner: planning-by-hand.test.ts',
  'plan reorder': 'needs a planner: planning-by-hand.test.ts',
  'plan directions': 'needs a planner: planning-thread.test.ts',
  'plan drop': 'needs a planner: planning-by-hand.test.ts',
  'plan accept': 'needs a planner: planning.test.ts',
  'plan archive': 'needs a planner: planning.test.ts',
  'intake remove': 'needs an id that it gave: intake.test.ts',
  'schedule run': 'starts a task: schedules.test.ts',
  'queue forget': 'needs a resolution: resolved-conflicts.test.ts',
  'trash restore': 'needs deleted work: trash.test.ts',
  'trash empty': 'needs deleted work: trash.test.ts',
  'task evidence': 'needs work that was checked: checks.test.ts',
  'task export': 'needs an attempt: replay.test.ts',
  'task replay': 'needs an exported task: replay.test.ts',
  'task conflicts': 'needs work that conflicts: resolved-conflicts.test.ts',
  'task pull-request': 'needs a git host: pull-requests.test.ts',
  'task withdraw': 'needs a task in the merge queue: merge-queue.test.ts',
  'task approvals': 'needs an agent that asks: approvals.test.ts',
  'task approve': 'needs an agent that asks: approvals.test.ts',
  'task deny': 'needs an agent that asks: approvals.test.ts',
  'task answer': 'needs an agent that asks: session-tools.test.ts',
  'task undo': 'needs an applied task: undo.test.ts',
  'queue phase fail': 'the task is completed in its place',
  'queue phase release': 'the task is completed in its place',
  'queue phase finish': 'the phase is cancelled in its place',
  'user password': 'asks for it',
  'agents resume': 'needs an agent that is held back',
  'agent resume': 'needs an agent that is held back',
  'agent check': 'needs a key, and says so',
  'subagent stop': 'needs a subagent at work',
  login: 'needs that server',
  logout: 'needs that server',
  serve: 'does not end',
  watch: 'does not end',
  mcp: 'speaks to a program',
  ...Object.fromEntries(
    ['add', 'edit', 'remove', 'show', 'test', 'deliveries', 'redeliver'].map((name) => [
      `webhook ${name}`,
      'needs that server, and ids that it gave',
    ]),
  ),
  'task comment add': 'needs files that its task changed',
  'task variants': 'needs those agents',
  'task compare': 'needs a task with variants',
  'task pick': 'needs a task with variants',
  'task preview': 'needs a project with a preview command',
  'task comment remove': 'needs an id that it gave',
  'token revoke': 'needs an id that it gave',
};

const notThisLine = [
  'tasklane task request-changes 12', // there is no comment that it could send
  'tasklane run --agent qwen --apply "Update the year in the footer"', // another agent than ours
  'tasklane queue import session-state/task-queue.json --check "npm test"', // the phase is there already
  'tasklane queue --all --watch', // does not end
  'tasklane task create "Document the API" --depends-on 12 --owns "docs/**"', // needs that task
];

test('every example is run, or it is said why not', () => {
  const run = [
    ...Object.keys(onTasks),
    ...onPhases,
    ...ofAgents,
    ...onRest,
    'run',
    'task create',
    'queue',
    'queue conflicts',
  ];
  assert.deepEqual([...run, ...Object.keys(notRun)].sort(), Object.keys(examples).sort());
});

test('the examples of run, task create and queue run', async (context) => {
  const room = await openRoom(context);
  for (const path of ['run', 'task create', 'queue', 'queue conflicts']) await room.runAll(path);
});

for (const state of ['draft', 'queued', 'failed', 'ready'] as const)
  test(`the examples for a task that is ${state} run`, async (context) => {
    const room = await openRoom(context);
    for (const [path] of Object.entries(onTasks).filter(([, of]) => of === state))
      for (const line of examples[path] ?? [])
        await room.run(line, [await room.taskIn(state), line.includes('14') ? await room.taskIn(state) : 0]);
  });

test('the examples for phases run', async (context) => {
  const room = await openRoom(context);
  for (const path of [...onPhases, ...ofAgents]) await room.runAll(path);
});

test('the examples of all other commands run', async (context) => {
  const room = await openRoom(context);
  createRepository(join(room.stage.dir, 'shop'));
  for (const path of onRest) await room.runAll(path);
});

interface Room {
  readonly stage: Stage;
  /** All examples of a command. */
  runAll(path: string): Promise<void>;
  /** One, with the numbers in place of its 12 and 14. */
  run(line: string, numbers?: readonly [number, number]): Promise<void>;
  taskIn(state: State): Promise<number>;
}

async function openRoom(context: TestContext): Promise<Room> {
  const stage = await createStage(context, {
    files: { 'package.json': '{"scripts":{"test":"true"}}', 'src/api/list.ts': 'export {};\n' },
    modelEnv: () => ({}), // the agent is a command, and takes none
    config: {
      agent: 'helper',
      agents: {
        helper: { command: ['sh', '-c', 'echo made > "made-$(date +%N).txt"'], protocol: 'command' },
      },
    },
  });
  mkdirSync(stage.personHome, { recursive: true });
  const env = withNames(stage.dir, stage.cli.env, ['tasklane']);
  const run: Room['run'] = async (line, [one, other] = [12, 14]) => {
    if (notThisLine.includes(line)) return;
    const real = line.replaceAll(/\b1[24]\b/g, (found) => String(found === '12' ? one : other));
    const child = spawn('bash', ['-o', 'pipefail', '-c', real], { cwd: stage.repository.dir, env });
    child.stdin.end();
    const { code, stdout, stderr } = await collect(child, real);
    assert.equal(code, 0, `${real}\n${stdout}\n${stderr}`);
  };
  const create = async (...flags: readonly string[]): Promise<number> =>
    (await stage.task(['task', 'create', 'Make a file.', ...flags])).number;
  const taskIn: Room['taskIn'] = async (state) => {
    if (state === 'draft') return create('--draft');
    if (state === 'queued') return create('--depends-on', String(await create('--draft')));
    const number = await create('--check', state === 'ready' ? 'true' : 'false');
    await stage.run('task', 'wait', String(number));
    return number;
  };
  const runAll: Room['runAll'] = async (path) => {
    for (const line of examples[path] ?? []) await run(line);
  };
  return { stage, run, runAll, taskIn };
}
