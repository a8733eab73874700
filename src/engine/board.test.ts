import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, eventTypes, isIn, sampleDraft, sampleEvents } from '../../test/support/sample-tasks.ts';
import { seededRandom } from '../../test/support/random.ts';
import type { Random } from '../../test/support/random.ts';
import { sampleProject } from '../../test/contracts/store/setup.ts';
import { AppError } from '../domain/errors.ts';
import type { Hold, Limits } from '../domain/hold.ts';
import { projectId, taskId } from '../domain/ids.ts';
import type { ProjectId, TaskId } from '../domain/ids.ts';
import { isAllowed, reduce } from '../domain/lifecycle.ts';
import type { LifecycleEvent, LifecycleEventType } from '../domain/lifecycle.ts';
import { policyNames } from '../domain/policy.ts';
import { agentHold, healthy } from '../domain/agent-health.ts';
import type { AgentHealth } from '../domain/agent-health.ts';
import type { Project } from '../domain/project.ts';
import { choose } from '../domain/schedule.ts';
import { isLive, priorities } from '../domain/task.ts';
import type { NewTask, Task } from '../domain/task.ts';
import type { TaskFilter } from '../store/store.ts';
import { Board } from './board.ts';

/** The tasks of a store, and who hears that one changed. */
class Table {
  readonly rows = new Map<TaskId, Task>();
  /** Changed since the board read them. */
  readonly changed = new Set<TaskId>();
  reads = 0;
  readonly projects = {
    get: async (id: ProjectId): Promise<Project> => ({ ...sampleProject(id), id, home: homeOf(id) }),
  };
  readonly tasks = {
    get: async (id: TaskId): Promise<Task | undefined> => {
      this.reads += 1;
      return this.rows.get(id);
    },
    list: async ({ states, home }: TaskFilter): Promise<readonly Task[]> =>
      [...this.rows.values()].filter(
        (task) =>
          task.deletedAt === null &&
          states?.includes(task.state) &&
          (home === undefined || homeOf(task.projectId) === home),
      ),
    several: async (ids: readonly TaskId[]): Promise<readonly Task[]> => {
      this.reads += 1;
      return ids.flatMap((id) => this.rows.get(id) ?? []);
    },
  };

  set(task: Task): void {
    this.rows.set(task.id, task);
    this.changed.add(task.id);
  }

  change(id: TaskId, event: LifecycleEvent, at: number): void {
    this.set(reduce(byIdIn(this, id), event, at));
  }
}

function homeOf(id: ProjectId): string {
  return id === 'project-2' ? 'elsewhere' : 'here';
}

function byIdIn(table: Table, id: TaskId): Task {
  const task = table.rows.get(id);
  assert.ok(task);
  return task;
}

const globs = [
  [],
  [],
  ['src/a/**'],
  ['src/b/**'],
  ['src/**', '!src/a/**'],
  ['docs/*.md'],
  ['**/*.md'],
  ['src/a/x.ts'],
];
const agents = ['a', 'b'] as const;
const steps = 50;
const seeds = 1000;

/** A board that hears of everything, in any order and late, beside a table that is scanned. */
class Walk {
  readonly random: Random;
  readonly table = new Table();
  readonly board = new Board('here');
  readonly #limits = { all: 4, ofProject: [2, 3] };
  #now = 1000;
  #pressure: string | null = null;
  readonly #health = new Map<string, AgentHealth>();
  started = 0;
  heldByAgents = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.#addTasks(12);
  }

  async walk(): Promise<void> {
    if (this.random.below(2) === 0) {
      await this.board.load(this.table);
      this.table.changed.clear();
    }
    for (let step = 0; step < steps; step += 1) {
      const changes = 1 + this.random.below(4);
      for (let change = 0; change < changes; change += 1) this.#takeStep();
      if (this.random.below(3) > 0) await this.#compare(step);
    }
  }

  get #world() {
    const { all, ofProject } = this.#limits;
    const project: Limits['project'] = (id) =>
      id === 'project-0' ? (ofProject[0] ?? null) : (ofProject[1] ?? null);
    return { limits: { all, project }, pressure: this.#pressure, now: this.#now };
  }

  #addTasks(count: number): void {
    for (let number = 0; number < count; number += 1) {
      const given: Partial<NewTask> = {
        number,
        // The last of them is of another home.
        projectId: projectId(`project-${this.random.below(3)}`),
        policy: this.random.pick(policyNames),
        agent: this.random.pick(agents),
        parentId: this.random.below(4) === 0 ? taskId(`parent-${this.random.below(2)}`) : null,
        ...this.#scheduling(),
      };
      this.table.set(after(sampleDraft(given), 'accepted'));
    }
  }

  #scheduling() {
    const dependsOn = Array.from({ length: Math.max(0, this.random.below(4) - 1) }, () =>
      taskId(`task-${this.random.below(12)}`),
    );
    return {
      priority: this.random.pick(priorities),
      owns: this.random.pick(globs),
      releasedBy: this.random.pick(['applied', 'ready'] as const),
      dependsOn: this.random.below(2) === 0 ? [] : dependsOn,
    };
  }

  #takeStep(): void {
    const kind = this.random.below(13);
    if (kind === 0) this.#now += this.random.below(3000);
    else if (kind === 1) {
      this.#limits.all = 1 + this.random.below(8);
      this.#limits.ofProject = [this.random.below(5), this.random.below(5)];
      this.board.askAgain();
    } else if (kind === 2) this.#pressure = this.random.below(3) === 0 ? 'little memory is left' : null;
    else if (kind === 3) this.#changeHealth(this.random.pick(agents));
    else this.#changeOften(this.random.pick([...this.table.rows.values()]).id);
  }

  // What makes an agent worse is learned from its claims; that it is better has to be told.
  #changeHealth(agent: string): void {
    const until = this.#now + this.random.below(4000);
    const failures = [{ task: taskId('task-1'), message: 'it crashed' }];
    const limit = { until, message: 'no more today' };
    const healths: readonly AgentHealth[] = [
      healthy('here', agent),
      { ...healthy('here', agent), limit },
      { ...healthy('here', agent), failures, brokenUntil: until },
      { ...healthy('here', agent), failures, brokenUntil: this.#now - 1 },
    ];
    this.#health.set(agent, this.random.pick(healths));
    if (this.random.below(2) === 0) this.board.reopen(agent);
    else this.board.askAgain();
  }

  // Several changes of one task at once, so that the board sees only the last.
  #changeOften(id: TaskId): void {
    do this.#change(byIdIn(this.table, id));
    while (this.random.below(3) > 0);
  }

  #change(task: Task): void {
    if (task.deletedAt !== null) return;
    const types = eventTypes.filter((type) => isAllowed(task.state, type));
    // A claim here is one by somebody else, who may have known better.
    const seldom: readonly LifecycleEventType[] = ['deleted', 'cancelled', 'claimed'];
    const often = types.filter((type) => !seldom.includes(type));
    const type = this.random.pick(often.length > 0 && this.random.below(15) > 0 ? often : types);
    try {
      this.table.change(task.id, this.#event(type), this.#now);
    } catch (error) {
      // What the policy refuses.
      if (!(error instanceof AppError)) throw error;
    }
  }

  #event(type: LifecycleEventType): LifecycleEvent {
    switch (type) {
      case 'edited':
        return { type, patch: this.#scheduling() };
      case 'moved':
        return { type, position: this.random.below(24) / 2 };
      case 'deferred':
        return { type, notBefore: this.#now + this.random.below(4000), reason: 'overloaded' };
      default:
        return sampleEvents[type];
    }
  }

  /** What a scan of all rows would start, the board starts, in the same order. */
  async #compare(step: number): Promise<void> {
    await this.#catchUp();
    const rows = [...this.table.rows.values()].filter((task) => homeOf(task.projectId) === 'here');
    const queued = rows.filter((task) => isIn(task, 'queued') && task.deletedAt === null);
    const byId = (id: string): Task | undefined => this.table.rows.get(taskId(id));
    const expected = choose({
      queued: queued.filter((task) => isIn(task, 'queued')),
      live: rows.filter(isLive),
      byId,
      health: (agent) => this.#health.get(agent),
      ...this.#world,
    }).start.map((task) => task.number);
    // Not always all of them: what is proposed and not claimed stays.
    const atMost = this.random.below(3) === 0 ? this.random.below(3) : Infinity;
    const proposed: number[] = [];
    while (proposed.length < atMost) {
      const next = this.board.next(this.#world);
      if (next === null) break;
      // As the claim does.
      const busy = [...this.table.rows.values()].filter(
        (task) => isLive(task) && task.agent === next.agent && homeOf(task.projectId) === 'here',
      );
      const hold = agentHold(this.#health.get(next.agent), busy.length, this.#now);
      if (hold !== null) {
        this.heldByAgents += 1;
        if (this.random.below(2) === 0) {
          this.board.take(next);
          // Who is proposed beside it may be held for it, and is free again when it comes back.
          if (this.random.below(2) === 0) this.board.next(this.#world);
          await this.board.refresh(this.table, [next.id]);
        }
        this.board.held(next.id, hold);
        continue;
      }
      proposed.push(next.number);
      this.table.change(next.id, { type: 'claimed', worker: 'w' }, this.#now);
      // Several may be taken before the board reads what became of them.
      if (this.random.below(2) === 0) this.board.take(next);
      else await this.#catchUp();
    }
    this.started += proposed.length;
    assert.deepEqual(proposed, expected.slice(0, Math.min(atMost, expected.length)), `step ${step}`);
  }

  async #catchUp(): Promise<void> {
    const ids = [...this.table.changed];
    this.table.changed.clear();
    while (ids.length > 0) {
      const [id] = ids.splice(this.random.below(ids.length), 1);
      const more = ids.splice(0, this.random.below(3));
      if (id !== undefined) await this.board.refresh(this.table, [id, ...more]);
    }
  }
}

test(`the board proposes what a scan of the whole queue would start, over ${seeds} random histories`, async () => {
  let started = 0;
  let held = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const walk = new Walk(seed);
    try {
      await walk.walk();
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
    started += walk.started;
    held += walk.heldByAgents;
  }
  assert.ok(started > 5 * seeds && held > seeds, `${started} starts, ${held} held by their agents`);
});

test('tasks that claims find held, each for what the others would free, are proposed once and not again', async () => {
  const table = new Table();
  const board = new Board('here');
  const agent = sampleDraft().agent;
  const hold: Hold = { kind: 'agent', agent, why: 'trial', until: null, text: 'one of its tasks is tried' };
  // Of policies that count apart, so that they are parked apart.
  for (const [index, policy] of (['board', 'workspace', 'parallel'] as const).entries())
    table.set(after(sampleDraft({ number: index, policy, projectId: projectId('project-0') }), 'accepted'));
  await board.load(table);
  const world = { limits: { all: 10, project: () => null }, pressure: null, now: 1000 };
  const proposed: number[] = [];
  for (let next = board.next(world); next !== null && proposed.length < 20; next = board.next(world)) {
    proposed.push(next.number);
    board.take(next);
    await board.refresh(table, [next.id]);
    board.held(next.id, hold);
  }
  assert.deepEqual(proposed, [0, 1, 2]);
  board.reopen(agent);
  assert.equal(board.next(world)?.number, 0);
});
