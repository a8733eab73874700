// Starts what may start, and holds the handle of everything that runs in this process. The board proposes, the claim
// decides in one transaction: so a task is never started twice, whatever the board believes.
import { messageOf } from '../domain/errors.ts';
import { holdsAll } from '../domain/hold.ts';
import type { World } from '../domain/hold.ts';
import type { EventBody } from '../domain/event.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { TaskId } from '../domain/ids.ts';
import { isLive } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { WaitingOrder } from '../domain/waiting-order.ts';
import { Bell } from '../lib/sleep.ts';
import { Board } from './board.ts';
import { claimTasks } from './claim.ts';
import type { ClaimOutcome } from './claim.ts';
import type { EngineDeps } from './deps.ts';
import type { Verdict } from './approvals.ts';
import { RunControl } from './run-control.ts';
import type { StopReason } from './run-control.ts';
import { sweep } from './sweep.ts';

export type DispatcherDeps = Pick<
  EngineDeps,
  'store' | 'limits' | 'pressure' | 'worker' | 'home' | 'log' | 'now'
>;

/** What is done with tasks. Neither rejects. */
export interface Work {
  /** Runs a task that was just claimed, to whatever it ends in. */
  readonly run: (claimed: Task, control: RunControl) => Promise<void>;
  /** Decides what becomes of a task whose worker has lost it. */
  readonly takeBack: (task: Task) => Promise<void>;
}

interface Running {
  readonly control: RunControl;
  readonly ended: Promise<void>;
}

/** Claimed in one transaction: whoever else wants to write waits for it. */
const mostAtOnce = 20;
/** The dispatcher looks again this often even if nothing happened: a missed bell may delay a task, never lose it. */
const restMs = 30_000;
/** While the machine is short of memory or disk nobody tells us that it no longer is. */
const pressureRestMs = 5_000;
/** After an error: the store may be back soon. */
const errorRestMs = 5_000;

export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #work: Work;
  readonly #bell = new Bell();
  readonly #runs = new Map<TaskId, Running>();
  readonly #board: Board;
  readonly #changed = new Set<TaskId>();
  #loop: Promise<void> | null = null;
  #isStopping = false;
  #lookedAroundAt = -Infinity;
  #lastHeard = 0;

  constructor(deps: DispatcherDeps, work: Work) {
    this.#deps = deps;
    this.#board = new Board(deps.home);
    this.#work = work;
  }

  /** Resolves when it knows the queue; from then on it starts tasks by itself. */
  async start(): Promise<void> {
    if (this.#loop !== null) return;
    const stopListening = this.#deps.store.onEvents((records) => {
      for (const record of records) {
        if (concernsQueue(record.body)) this.#changed.add(record.taskId);
        this.#lastHeard = record.id;
      }
      if (this.#changed.size > 0) this.#bell.ring();
    });
    this.#lastHeard ||= await this.#deps.store.events.last();
    await this.#board.load(this.#deps.store);
    this.#bell.ring();
    this.#loop = this.#dispatch().finally(stopListening);
  }

  /** Takes no more work, stops every run so that it can go on later, and waits until all have ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    for (const run of this.#runs.values()) run.control.stop({ why: 'shutdown' });
    await this.#loop;
    // With those that were claimed while we said stop.
    await Promise.all([...this.#runs.values()].map(async (run) => run.ended));
  }

  /** Stops one run and waits for its end. False when it does not run here. */
  async stopRun(id: TaskId, reason: StopReason): Promise<boolean> {
    const run = this.#runs.get(id);
    if (run === undefined) return false;
    run.control.stop(reason);
    await run.ended;
    return true;
  }

  /** False when the task does not run here, or has no such subagent at work. */
  async stopSubagent(id: TaskId, callId: string): Promise<boolean> {
    return (await this.#runs.get(id)?.control.stopSubagent(callId)) ?? false;
  }

  /** Null when the task does not run here, or waits for no such approval. */
  async decide(id: TaskId, approval: string, verdict: Verdict): Promise<Inquiry | null> {
    return (await this.#runs.get(id)?.control.decide(approval, verdict)) ?? null;
  }

  /** Ends the turn under way, so that its agent hears what was left for it. False when none is. */
  interrupt(id: TaskId): boolean {
    return this.#runs.get(id)?.control.interrupt() ?? false;
  }

  /** Tells a run that a message is waiting for its agent. */
  notify(id: TaskId): void {
    this.#runs.get(id)?.control.messages.ring();
  }

  /** Something outside of the tasks has changed that may let one start. */
  lookAgain(): void {
    this.#bell.ring();
  }

  /** An agent may be started again, before its time. */
  reopen(agent: string): void {
    this.#board.reopen(agent);
    this.#bell.ring();
  }

  /** Who waits ahead of a task in its lane, as far as is known here. */
  readonly ahead: World['ahead'] = (task) => (task.state === 'queued' ? this.#board.ahead(task) : null);

  /** All that waits, with everything up to `lastEvent`. The order changes under whoever keeps it: read it at once. */
  async waiting(): Promise<{ readonly order: WaitingOrder; readonly lastEvent: number }> {
    const lastEvent = this.#lastHeard;
    await this.#catchUp();
    return { order: this.#board.order, lastEvent };
  }

  async #dispatch(): Promise<void> {
    while (!this.#isStopping) {
      let restFor = errorRestMs;
      try {
        restFor = await this.#pass();
      } catch (error) {
        this.#deps.log.error({ error: messageOf(error) }, 'the dispatcher could not choose');
      }
      if (!this.#isStopping) await this.#bell.next(restFor);
    }
  }

  async #pass(): Promise<number> {
    const { limits, now } = this.#deps;
    // Also when the clock was set back: it must not be silent for as long as that.
    if (Math.abs(now() - this.#lookedAroundAt) >= restMs) await this.#lookAround();
    const pressure = await this.#deps.pressure();
    while (!this.#isStopping) {
      await this.#catchUp();
      const proposed = this.#propose({ limits, pressure, now: now() });
      if (proposed.length === 0 || !(await this.#start(proposed, pressure))) break;
    }
    const rest = pressure !== null && this.#board.waiting > 0 ? pressureRestMs : restMs;
    const backoff = this.#board.nextBackoff ?? Infinity;
    return Math.max(1, Math.min(rest, backoff - now()));
  }

  // What no event tells of: a worker that went silent, a limit that was raised, an agent that another worker found well.
  async #lookAround(): Promise<void> {
    const { store, home, now } = this.#deps;
    this.#board.askAgain();
    for (const task of await sweep({ store, home }, (id) => this.#runs.has(id)))
      await this.#work.takeBack(task);
    this.#lookedAroundAt = now();
  }

  async #catchUp(): Promise<void> {
    const ids = [...this.#changed];
    // Before they are read, so that what changes meanwhile is read again.
    this.#changed.clear();
    await this.#orAgain(ids, async () => this.#board.refresh(this.#deps.store, ids));
  }

  /** When the work fails, the tasks are read again before the next choice. */
  async #orAgain<T>(ids: readonly TaskId[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      for (const id of ids) this.#changed.add(id);
      throw error;
    }
  }

  /** Those that may start now, beside each other. The board counts them as started. */
  #propose(world: Parameters<Board['next']>[0]): readonly TaskId[] {
    const proposed: TaskId[] = [];
    while (proposed.length < mostAtOnce) {
      const next = this.#board.next(world);
      if (next === null) break;
      const run = this.#runs.get(next.id);
      if (run === undefined) {
        this.#board.take(next);
        proposed.push(next.id);
        continue;
      }
      // Its last run still clears up here, in the same workspace. The end of that run brings it back.
      run.control.stop({ why: 'lost' });
      this.#board.drop(next.id);
    }
    return proposed;
  }

  /** False: there is no room for anything, whatever the board believes. */
  async #start(ids: readonly TaskId[], pressure: string | null): Promise<boolean> {
    return this.#orAgain(ids, async () => {
      const outcomes = await claimTasks({ ...this.#deps, pressure }, ids);
      for (const outcome of outcomes) if (outcome.kind === 'claimed') this.#begin(outcome);
      // Their events come too, or came already, but the board must know before it is asked again.
      for (const id of ids) this.#changed.delete(id);
      await this.#board.refresh(this.#deps.store, ids);
      let isRoom = true;
      for (const [index, id] of ids.entries()) {
        const outcome = outcomes[index];
        if (outcome?.kind !== 'held' || outcome.hold === null) continue;
        this.#board.held(id, outcome.hold);
        if (holdsAll(outcome.hold)) isRoom = false;
      }
      return isRoom;
    });
  }

  #begin({ task, queuedAt }: Extract<ClaimOutcome, { kind: 'claimed' }>): void {
    const control = new RunControl(queuedAt);
    const ended = this.#work.run(task, control).finally(() => {
      this.#runs.delete(task.id);
      this.#changed.add(task.id);
      this.#bell.ring();
    });
    this.#runs.set(task.id, { control, ended });
    if (this.#isStopping) control.stop({ why: 'shutdown' });
  }
}

// Most changes are steps of a run, and what it holds stays the same through all of them.
function concernsQueue(body: EventBody): boolean {
  return body.type === 'task.changed' && !(isLive({ state: body.from }) && isLive({ state: body.to }));
}
