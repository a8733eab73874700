// Starts what may start, and holds the handle of everything that runs in this process. The board proposes, the claim
// decides in one transaction: so a task is never started twice, whatever the board believes.
import { messageOf } from '../domain/errors.ts';
import type { Hold } from '../domain/hold.ts';
import type { TaskId } from '../domain/ids.ts';
import { choose } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import { Bell } from '../lib/sleep.ts';
import type { StoreOperations } from '../store/store.ts';
import { Board } from './board.ts';
import { claimTask } from './claim.ts';
import type { EngineDeps } from './deps.ts';
import { runAttempt } from './run-attempt.ts';
import { RunControl } from './run-control.ts';
import type { StopReason } from './run-control.ts';

interface Running {
  readonly control: RunControl;
  readonly ended: Promise<void>;
}

/** The dispatcher looks again this often even if nothing happened: a missed bell may delay a task, never lose it. */
const restMs = 30_000;
/** While the machine is short of memory or disk nobody tells us that it no longer is. */
const pressureRestMs = 5_000;

export class Dispatcher {
  readonly #deps: EngineDeps;
  readonly #bell = new Bell();
  readonly #runs = new Map<TaskId, Running>();
  readonly #board = new Board();
  readonly #changed = new Set<TaskId>();
  #loop: Promise<void> | null = null;
  #isStopping = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Resolves when it knows the queue; from then on it starts tasks by itself. */
  async start(): Promise<void> {
    if (this.#loop !== null) return;
    const stopListening = this.#deps.store.onEvents((records) => {
      for (const record of records) if (record.body.type === 'task.changed') this.#changed.add(record.taskId);
      if (this.#changed.size > 0) this.#bell.ring();
    });
    await this.#board.load(this.#deps.store);
    this.#bell.ring();
    this.#loop = this.#run().finally(stopListening);
  }

  /** Takes no more work, stops every run so that it can go on later, and waits until all have ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    const runs = [...this.#runs.values()];
    for (const run of runs) run.control.stop({ why: 'shutdown' });
    await Promise.all([this.#loop, ...runs.map(async (run) => run.ended)]);
  }

  /** Stops one run and waits for its end. False when it does not run here. */
  async stopRun(id: TaskId, reason: StopReason): Promise<boolean> {
    const run = this.#runs.get(id);
    if (run === undefined) return false;
    run.control.stop(reason);
    await run.ended;
    return true;
  }

  /** Tells a run that a message is waiting for its agent. */
  notify(id: TaskId): void {
    this.#runs.get(id)?.control.messages.ring();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      let restFor = restMs;
      try {
        restFor = await this.#pass();
      } catch (error) {
        this.#deps.log.error({ error: messageOf(error) }, 'the dispatcher could not choose');
      }
      if (!this.#isStopping) await this.#bell.next(restFor);
    }
  }

  async #pass(): Promise<number> {
    const { store, now } = this.#deps;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const id of changed) await this.#board.refresh(store, id);
    const pressure = await this.#deps.pressure();
    for (;;) {
      if (this.#isStopping) return restMs;
      const world = { limits: this.#deps.limits, pressure, now: now() };
      const next = this.#board.next(world);
      if (next === null) break;
      const outcome = await claimTask({ store, worker: this.#deps.worker, ...world, now }, next.id);
      // Its event comes too, but the board must know before it is asked again.
      await this.#board.refresh(store, next.id);
      if (outcome.kind === 'claimed') this.#begin(outcome.task);
    }
    if (pressure !== null && this.#board.waiting.size > 0) return pressureRestMs;
    const backoff = this.#board.waiting.nextBackoff;
    return backoff === null ? restMs : Math.min(restMs, Math.max(1, backoff - now()));
  }

  #begin(task: Task): void {
    const control = new RunControl();
    const ended = runAttempt(this.#deps, task, control).finally(() => {
      this.#runs.delete(task.id);
      this.#bell.ring();
    });
    this.#runs.set(task.id, { control, ended });
    if (this.#isStopping) control.stop({ why: 'shutdown' });
  }
}

/** Why each queued task waits, as of now; one that is not in the map starts next. For people: it looks at the whole queue. */
export async function holdsNow(
  within: StoreOperations,
  deps: Pick<EngineDeps, 'limits' | 'pressure' | 'now'>,
): Promise<ReadonlyMap<string, Hold>> {
  const queued = (await within.tasks.list({ states: ['queued'] })).filter(isQueued);
  const live = await within.tasks.list({ states: ['starting', 'running', 'waiting'] });
  const needed = new Map<string, Task>();
  for (const id of new Set(queued.flatMap((task) => task.dependsOn))) {
    const found = await within.tasks.get(id);
    if (found !== undefined) needed.set(id, found);
  }
  const byId = (id: string): Task | undefined => needed.get(id);
  const pressure = await deps.pressure();
  return choose({ queued, live, byId, limits: deps.limits, pressure, now: deps.now() }).holds;
}

function isQueued(task: Task): task is TaskIn<'queued'> {
  return task.state === 'queued';
}
