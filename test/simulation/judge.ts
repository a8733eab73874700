// Sees the log and the rows, and nothing of the code that writes them: after every step it says whether the invariants of
// spec/lifecycle.md still hold. Its copy of the tasks comes from replaying the log alone.
import { isDeepStrictEqual } from 'node:util';
import type { AgentHealth } from '../../src/domain/agent-health.ts';
import type { EventRecord } from '../../src/domain/event.ts';
import type { TaskId } from '../../src/domain/ids.ts';
import { reduce } from '../../src/domain/lifecycle.ts';
import { policyOf } from '../../src/domain/policy.ts';
import { isLive, label } from '../../src/domain/task.ts';
import type { Task } from '../../src/domain/task.ts';
import type { Store } from '../../src/store/store.ts';
import { meet } from './files.ts';

/** What may run at once, besides what the policies say. */
export interface SimulatedLimits {
  readonly all: number;
  readonly ofProject: number;
  /** The home of each project and of each worker. `all` is what each home allows. */
  readonly homeOf: ReadonlyMap<string, string>;
}

/** An invariant does not hold. */
export class Broken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Broken';
  }
}

/** A write that was accepted, and the fence that its writer named. */
export type Written =
  | { readonly kind: 'change'; readonly id: TaskId; readonly version: number; readonly fence: number }
  | { readonly kind: 'event'; readonly id: TaskId; readonly event: number; readonly fence: number }
  | { readonly kind: 'renewal'; readonly id: TaskId; readonly fence: number };

export interface Around {
  /** Hears of everything that happened, with the task as it is then. */
  readonly onRecord: (record: EventRecord, task: Task) => void;
  /** What the clock of a worker says. */
  readonly clockOf: (worker: string) => number;
}

export class Judge {
  readonly tasks = new Map<TaskId, Task>();
  readonly #store: Store;
  readonly #limits: SimulatedLimits;
  readonly #onRecord: (record: EventRecord, task: Task) => void;
  readonly #clockOf: (worker: string) => number;
  /** As it was before the call that is judged. */
  #health: ReadonlyMap<string, AgentHealth> = new Map();
  /** The fence of a task when its change `ID:VERSION`, or the event of this number, was written. */
  readonly #fences = new Map<string | number, number>();
  readonly #written: Written[] = [];
  readonly #heard: EventRecord[] = [];
  #lastEvent = 0;
  claims = 0;

  constructor(store: Store, limits: SimulatedLimits, around: Around) {
    this.#store = store;
    this.#limits = limits;
    this.#onRecord = around.onRecord;
    this.#clockOf = around.clockOf;
    store.onEvents((records) => this.#heard.push(...records));
  }

  get live(): readonly Task[] {
    return [...this.tasks.values()].filter(isLive);
  }

  /** To be told of each write with a fence that was accepted, once it is committed. */
  accepted(written: Written): void {
    this.#written.push(written);
  }

  /** Throws Broken. */
  async look(): Promise<void> {
    const changed = new Set<TaskId>();
    for (const record of this.#heard.splice(0)) {
      if (record.id !== this.#lastEvent + 1) throw new Broken(`event ${this.#lastEvent + 1} is missing`);
      this.#lastEvent = record.id;
      if (this.#follow(record)) changed.add(record.taskId);
    }
    for (const written of this.#written.splice(0)) this.#judgeWrite(written);
    for (const id of changed) await this.#compareRow(id);
    if (changed.size > 0) await this.#judgeLeases();
    const homes = [...new Set(this.#limits.homeOf.values())];
    const all = await Promise.all(homes.map(async (home) => this.#store.agents.list(home)));
    this.#health = new Map(all.flat().map((health) => [`${health.home} ${health.agent}`, health]));
  }

  /** Replays one event. True: its task changed. */
  #follow(record: EventRecord): boolean {
    const { body, taskId } = record;
    if (body.type === 'task.created') {
      this.tasks.set(taskId, body.task);
      this.#onRecord(record, body.task);
      return true;
    }
    const before = this.tasks.get(taskId);
    if (before === undefined) throw new Broken(`the log tells of task ${taskId} before its creation`);
    this.#fences.set(record.id, before.fence);
    if (body.type !== 'task.changed') return false;
    const after = reduce(before, body.change, record.at);
    if (before.state !== body.from || after.state !== body.to)
      throw new Broken(
        `${label(after)} went from ${before.state} to ${after.state}; the log says ${body.from}, ${body.to}`,
      );
    this.#fences.set(`${taskId}:${after.version}`, before.fence);
    if (body.change.type === 'claimed') this.#judgeClaim(before, after, body.change.worker);
    this.tasks.set(taskId, after);
    this.#onRecord(record, after);
    return true;
  }

  // Invariants 2 and 3, at the only moment at which they can break.
  #judgeClaim(before: Task, task: Task, worker: string): void {
    this.claims += 1;
    const { homeOf } = this.#limits;
    if (!('worker' in task) || homeOf.get(task.worker) !== homeOf.get(task.projectId))
      throw new Broken(`${label(task)} was claimed by a worker of another home`);
    const now = this.#clockOf(worker);
    if (before.state === 'queued' && before.notBefore !== null && before.notBefore > now)
      throw new Broken(`${label(task)} starts ${before.notBefore - now} ms before the end of its back-off`);
    const live = this.live.filter((other) => other.id !== task.id);
    for (const id of task.dependsOn) {
      const needed = this.tasks.get(id);
      const isEnough =
        needed?.state === 'done' ||
        (task.releasedBy === 'ready' &&
          (needed?.state === 'ready' || needed?.state === 'applying') &&
          needed.deletedAt === null);
      if (!isEnough)
        throw new Broken(`${label(task)} starts before ${needed?.name ?? id} (${needed?.state ?? 'gone'})`);
    }
    for (const other of live) {
      const isSameProject = other.projectId === task.projectId;
      if (isSameProject && other.policy === 'develop' && task.policy === 'develop')
        throw new Broken(`${label(task)} and ${label(other)} are in one lane`);
      if (isSameProject && meet(task.owns, other.owns))
        throw new Broken(
          `${label(task)} and ${label(other)} own the same files: ${task.owns.join()}, ${other.owns.join()}`,
        );
    }
    this.#judgeLimits(task, live);
    this.#judgeAgent(task, live, now);
  }

  #judgeAgent({ agent, projectId }: Task, others: readonly Task[], now: number): void {
    const { homeOf } = this.#limits;
    const home = homeOf.get(projectId);
    const health = this.#health.get(`${home} ${agent}`);
    if (health?.limit !== null && health !== undefined && health.limit.until > now)
      throw new Broken(`${agent} starts, and is at its usage limit until ${health.limit.until}`);
    const brokenUntil = health?.brokenUntil ?? null;
    if (brokenUntil === null) return;
    if (brokenUntil > now) throw new Broken(`${agent} starts, and failed too often in a row`);
    if (others.some((other) => other.agent === agent && homeOf.get(other.projectId) === home))
      throw new Broken(`${agent} is tried with more than one task`);
  }

  #judgeLimits(task: Task, others: readonly Task[]): void {
    const count = (what: string, limit: number, counts: (other: Task) => boolean): void => {
      if (others.filter(counts).length >= limit)
        throw new Broken(`${label(task)} is more than the ${limit} of ${what}`);
    };
    const { projectId, policy, parentId } = task;
    const inProject = (other: Task): boolean => other.projectId === projectId;
    const { homeOf } = this.#limits;
    const home = homeOf.get(projectId);
    if (parentId !== null)
      count('its parent', policyOf('subagent').atOnce, (other) => other.parentId === parentId);
    // A subagent never waits for a slot that its parent may hold.
    if (parentId !== null && policy === 'subagent') return;
    count('all', this.#limits.all, (other) => homeOf.get(other.projectId) === home);
    count('its project', this.#limits.ofProject, inProject);
    if (parentId === null)
      count('its policy', policyOf(policy).atOnce, (other) => inProject(other) && other.policy === policy);
  }

  // Invariant 1: who was fenced out has changed nothing.
  #judgeWrite(written: Written): void {
    const { id, fence } = written;
    const current = this.tasks.get(id)?.fence;
    const then = {
      change: () => this.#fences.get(`${id}:${written.kind === 'change' ? written.version : 0}`),
      event: () => this.#fences.get(written.kind === 'event' ? written.event : 0),
      renewal: () => current,
    }[written.kind]();
    if (then !== fence)
      throw new Broken(
        `a stale ${written.kind} of ${this.tasks.get(id)?.name ?? id} was accepted: fence ${fence}, not ${then}`,
      );
  }

  // Invariant 4.
  async #compareRow(id: TaskId): Promise<void> {
    const row = await this.#store.tasks.get(id);
    const replayed = this.tasks.get(id);
    if (!isDeepStrictEqual(row, replayed))
      throw new Broken(
        `replaying the log gives ${JSON.stringify(replayed)}, the row is ${JSON.stringify(row)}`,
      );
  }

  // Invariant 1: one lease, that of the newest claim, for whatever is live. Without it nobody would notice a dead worker.
  async #judgeLeases(): Promise<void> {
    const leases = new Map((await this.#store.leases.list()).map((lease) => [lease.taskId, lease]));
    for (const task of this.live)
      if (leases.get(task.id)?.fence !== task.fence)
        throw new Broken(`${label(task)} is ${task.state} without a lease`);
  }
}
