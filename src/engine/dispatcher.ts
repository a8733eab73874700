// Starts what may start, and holds the handle of everything that runs in this process. The choice is pure
// (domain/schedule.ts) and is made and written in one transaction, so that two passes can never claim the same task.
import { AppError, messageOf } from '../domain/errors.ts';
import type { TaskId } from '../domain/ids.ts';
import { choose } from '../domain/schedule.ts';
import type { Choice } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import { Bell } from '../lib/sleep.ts';
import type { StoreOperations } from '../store/store.ts';
import type { EngineDeps } from './deps.ts';
import { leaseMs } from './lease.ts';
import { runAttempt } from './run-attempt.ts';
import { RunControl } from './run-control.ts';
import type { StopReason } from './run-control.ts';

interface Running {
  readonly control: RunControl;
  readonly ended: Promise<void>;
}

/** The dispatcher looks again this often even if nothing happened: a missed bell may delay a task, never lose it. */
const restMs = 30_000;

export class Dispatcher {
  readonly #deps: EngineDeps;
  readonly #bell = new Bell();
  readonly #runs = new Map<TaskId, Running>();
  #loop: Promise<void> | null = null;
  #isStopping = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#loop !== null) return;
    const stopListening = this.#deps.store.onEvents((records) => {
      if (records.some((record) => record.body.type === 'task.changed')) this.#bell.ring();
    });
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
    const { claimed, againAt } = await store.transition(async (within) => {
      const choice = await chooseNow(within, this.#deps);
      const all: Task[] = [];
      for (const task of choice.start) all.push(await this.#claim(within, task));
      return { claimed: all, againAt: choice.againAt };
    });
    for (const task of claimed) this.#begin(task);
    return againAt === null ? restMs : Math.max(1, againAt - now());
  }

  async #claim(within: StoreOperations, task: TaskIn<'queued'>): Promise<Task> {
    const { worker, now } = this.#deps;
    const claimed = await within.tasks.change(task.id, { type: 'claimed', worker }, { actor: 'scheduler' });
    await within.leases.put({ taskId: task.id, worker, fence: claimed.fence, until: now() + leaseMs });
    return claimed;
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

/** The scheduler's view of this moment: what would start, and why the rest waits. */
export async function chooseNow(
  within: StoreOperations,
  deps: Pick<EngineDeps, 'parallel' | 'now'>,
): Promise<Choice> {
  const queued = (await within.tasks.list({ states: ['queued'] })).filter(isQueued);
  const live = await within.tasks.list({ states: ['starting', 'running', 'waiting'] });
  const needed = new Map<string, Task>();
  for (const id of new Set(queued.flatMap((task) => task.dependsOn))) {
    const found = await within.tasks.get(id);
    if (found !== undefined) needed.set(id, found);
  }
  return choose({ queued, live, byId: (id) => needed.get(id), parallel: deps.parallel, now: deps.now() });
}

function isQueued(task: Task): task is TaskIn<'queued'> {
  if (task.state !== 'queued')
    throw new AppError('internal', `asked for queued tasks and got one that is ${task.state}`);
  return true;
}
