// The protocol without HTTP, where time is the test's own and races can be forced: real store, real git.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { rejects } from '../../../test/contracts/store/setup.ts';
import { openRoom } from '../../../test/support/workspace-room.ts';
import type { Room } from '../../../test/support/workspace-room.ts';
import { projectId } from '../../domain/ids.ts';
import type { Phase } from '../../domain/phase.ts';
import { play } from '../../agents/replay/play.ts';
import { silentLog } from '../../lib/log.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { ToolVersions } from '../../review/tool-versions.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import type { NextOutcome } from './next.ts';
import { Phases } from './phases.ts';

interface Bench {
  readonly room: Room;
  readonly deps: EngineDeps;
  readonly phases: Phases;
  readonly clock: { at: number };
  readonly register: (prompt: string, check?: string) => Promise<Phase>;
}

type Given = Extract<NextOutcome, { kind: 'task' }>;

async function openBench(context: TestContext, wrap: (hub: Hub) => Hub = (hub) => hub): Promise<Bench> {
  const room = await openRoom(context);
  const clock = { at: 1_000_000 };
  const now = (): number => clock.at;
  const store = await openSqliteStore({ file: ':memory:', now });
  context.after(() => store.close());
  const id = projectId('project');
  const named = {
    id,
    name: 'person',
    home: 'here',
    root: room.person.dir,
    branch: 'main',
    trusted: false,
    createdAt: 1,
  };
  await store.projects.insert(named);
  const unused = (): never => {
    throw new Error('no agent of ours is started for a phase');
  };
  const deps: EngineDeps = {
    store,
    workspaces: { ...room.workspaces, openHub: async (...at) => wrap(await room.workspaces.openHub(...at)) },
    driver: unused,
    agents: unused,
    locate: unused,
    settings: async () => ({
      agent: 'tasklane',
      model: null,
      policy: 'board',
      onViolation: 'fail',
      setup: null,
      setupTimeoutMs: 1000,
      preview: null,
      previewIdleMs: 1000,
      checks: [],
      checkTimeoutMs: 10_000,
      setupCache: null,
      checkRetries: 0,
      checkReruns: 0,
      mergeMethod: 'merge',
      mergeTests: 2,
      push: null,
      pullRequests: {
        isWanted: false,
        remote: 'origin',
        branch: null,
        host: null,
        tokenFor: () => null,
        firstLookMs: 1000,
      },
      pages: { remote: 'origin', host: null },
      issueTrackers: {},
      conflicts: 'never',
      limits: { timeoutMs: 1000, maxTurns: null },
      budgets: {
        projectDay: { tokens: null, cost: null },
        day: { tokens: null, cost: null },
      },
      gateway: 'off',
      silentMs: 1000,
      repeatLimit: 0,
      onLimit: 'stop',
      idleMs: 1000,
      backoff: { tries: 5, firstMs: 1000 },
      breaker: { failures: 5, coolDownMs: 1000 },
      approvalMs: 60_000,
      permission: 'allow_all',
      keepMs: 1000,
      trashBytes: null,
      protocolLog: { maxBytes: 0, keepMs: 1000 },
      subagentStatistics: 'on',
      warnings: [],
    }),
    limits: { all: 10, project: () => null },
    pressure: async () => null,
    branchLock: new SerialByKey(),
    openHost: () => {
      throw new Error('nobody is asked');
    },
    toolVersions: new ToolVersions(),
    play,
    worker: 'here',
    home: 'here',
    logDir: (project, task) => join(room.dir, 'logs', project, task),
    environment: { PATH: process.env['PATH'] },
    log: silentLog,
    now,
    newId: randomUUID,
    chance: () => 0.5,
    zone: 'UTC',
  };
  const phases = new Phases(deps);
  const register = async (prompt: string, check = 'true'): Promise<Phase> => {
    const input = { project: 'person', prompt, checks: [{ command: check }], finish: 'manual' } as const;
    return (await phases.register(input, 'ada')).phase;
  };
  return { room, deps, phases, clock, register };
}

const asked = { workspace: false, leaseMs: 60_000 };

function given(outcome: NextOutcome): Given {
  assert.equal(outcome.kind, 'task', JSON.stringify(outcome));
  assert.ok(outcome.kind === 'task');
  return outcome;
}

test('R203 R211 however many ask at once, each task is given once and never more than three are out', async (context) => {
  const { phases, deps, register } = await openBench(context);
  const names = Array.from({ length: 9 }, (_, index) => `part ${index} (src/${index}/*)`);
  const phase = await register(`9 tasks: ${names.join(', ')}`);
  const seen: number[] = [];
  let most = 0;
  const work = async (agent: string): Promise<void> => {
    for (;;) {
      const outcome = await phases.next(phase, { ...asked, agent });
      if (outcome.kind === 'none' && outcome.isOver) return;
      if (outcome.kind !== 'task') {
        await new Promise(setImmediate);
        continue;
      }
      seen.push(outcome.entry.id);
      const live = await deps.store.tasks.list({ states: ['starting', 'running'] });
      most = Math.max(most, live.length);
      const { fence } = outcome.lease;
      await phases.complete(phase, String(outcome.entry.id), { agent, fence, summary: '', branch: null });
    }
  };
  await Promise.all(Array.from({ length: 6 }, async (_, index) => work(`agent ${index}`)));
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assert.ok(most <= 3, `${most} tasks were out at once`);
});

test('R199 the lowest task is given first; what waits for another is passed over', async (context) => {
  const { phases, register } = await openBench(context);
  const phase = await register('3 tasks: a (a/*) after b, b (b/*), c (c/*)');
  const first = given(await phases.next(phase, { ...asked, agent: 'ada' }));
  const second = given(await phases.next(phase, { ...asked, agent: 'bob' }));
  assert.deepEqual([first.entry.id, second.entry.id], [2, 3]);
  const none = await phases.next(phase, { ...asked, agent: 'cyd' });
  assert.equal(none.kind, 'none');
});

test('a lease ends exactly when it says; no attempt more is counted for its successor', async (context) => {
  const { phases, deps, clock, register } = await openBench(context);
  const phase = await register('1 task: a (a/*)');
  const late = given(await phases.next(phase, { ...asked, agent: 'late' }));
  const who = { agent: 'late', fence: late.lease.fence, leaseMs: 60_000 };
  clock.at += 59_999;
  const { lease } = await phases.heartbeat(phase, '1', who);
  clock.at = lease.until;
  await rejects(phases.heartbeat(phase, '1', who), 'stale_lease');
  const next = given(await phases.next(phase, { ...asked, agent: 'next' }));
  assert.equal(next.task.attempt, 1);
  await rejects(phases.heartbeat(phase, '1', who), 'stale_lease');
  const attempts = await deps.store.attempts.list(next.task.id);
  assert.deepEqual(
    attempts.map((attempt) => [attempt.agent, attempt.endedAt === null]),
    [
      ['late', false],
      ['next', true],
    ],
  );
});

test('a copy that cannot be made leaves the task pending, and its agent is told why', async (context) => {
  const { phases, deps, room, register } = await openBench(context);
  const phase = await register('1 task: a (a/*)');
  room.person.git('branch', '-m', 'main', 'elsewhere');
  await rejects(phases.next(phase, { ...asked, agent: 'ada', workspace: true }), 'unsupported_repository');
  const [task] = await deps.store.tasks.list({});
  assert.deepEqual([task?.state, task?.attempt], ['queued', 0]);
  assert.deepEqual(await deps.store.leases.list(), []);
  room.person.git('branch', '-m', 'elsewhere', 'main');
  given(await phases.next(phase, { ...asked, agent: 'ada', workspace: true }));
});

async function complete(phases: Phases, phase: Phase, path: string): Promise<void> {
  const ada = given(await phases.next(phase, { ...asked, agent: 'ada', workspace: true }));
  writeFileSync(join(ada.worktree ?? '', path), 'work\n');
  const done = { agent: 'ada', fence: ada.lease.fence, summary: '', branch: null };
  assert.equal((await phases.complete(phase, String(ada.entry.id), done)).kind, 'completed');
}

test('R217 an end that breaks off after the branch has moved is carried through, one before it is undone', async (context) => {
  let breaks: 'before' | 'after' | null = 'before';
  const { phases, deps, room, register } = await openBench(context, (hub) => ({
    ...hub,
    moveBranch: async (...move) => {
      if (breaks === 'before') throw new Error('the power went');
      return hub.moveBranch(...move);
    },
    deliver: async (branch) => {
      const first = breaks === 'after';
      breaks = null;
      if (first) throw new Error('the power went');
      return hub.deliver(branch);
    },
  }));
  const phase = await register('2 tasks: a (a.txt), b (b.txt)', 'test -f a.txt && test -f b.txt');
  await complete(phases, phase, 'a.txt');
  await complete(phases, phase, 'b.txt');
  const refused = await phases.finish(phase, 'ada');
  assert.ok(refused.state === 'open');
  assert.match(refused.notice?.message ?? '', /the power went/);
  assert.equal(room.person.git('rev-parse', 'main'), room.base);

  breaks = 'after';
  const finished = await phases.finish(phase, 'ada');
  assert.ok(finished.state === 'finished');
  assert.equal(room.person.git('rev-parse', 'main'), finished.commit);
  assert.deepEqual(
    finished.evidence.map((item) => item.outcome),
    ['passed'],
  );
  const tasks = await deps.store.tasks.list({});
  assert.deepEqual(
    tasks.map((task) => task.state),
    ['done', 'done'],
  );
});
