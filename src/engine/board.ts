// What the dispatcher knows of the queue: the waiting and the live tasks, kept up to date from the event log. It reads a
// task again whenever the log says that it changed, so it can be late but not wrong for long; the claim checks anyway.
import { isReleasedBy } from '../domain/hold.ts';
import type { Hold, World } from '../domain/hold.ts';
import type { ProjectId, TaskId } from '../domain/ids.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import { WaitingOrder } from '../domain/waiting-order.ts';
import { isLive, isOutside } from '../domain/task.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import { WaitingQueue } from '../domain/waiting-queue.ts';
import { SerialByKey } from '../lib/serial.ts';
import type { StoreOperations } from '../store/store.ts';

interface Reader {
  readonly projects: Pick<StoreOperations['projects'], 'get'>;
  readonly tasks: Pick<StoreOperations['tasks'], 'get' | 'several' | 'list'>;
}

/** A task that others wait for, in whatever state. Undefined: there is none any more. */
interface Prerequisite {
  task: Task | undefined;
  /** How many of the waiting tasks need it. */
  dependants: number;
}

export class Board {
  readonly #home: string;
  /** Whether a project is of this home; that never changes. */
  readonly #isHere = new Map<ProjectId, boolean>();
  readonly #live = new LiveTasks();
  readonly #waiting = new WaitingQueue();
  readonly #prerequisites = new Map<string, Prerequisite>();
  /** Proposed, and not read again since. */
  readonly #taken = new Set<TaskId>();
  readonly #refreshes = new SerialByKey();
  /** All that waits, also what a phase hands out, and what other homes start. */
  readonly order = new WaitingOrder();

  /** `home`: only tasks of its projects are proposed. */
  constructor(home: string) {
    this.#home = home;
  }

  /** Reads everything that waits or lives. Once, at the start. */
  async load(store: Reader): Promise<void> {
    const home = this.#home;
    const live = await store.tasks.list({ states: ['starting', 'running', 'waiting'], home });
    const queued = await store.tasks.list({ states: ['queued'] });
    // Most prerequisites of a long queue wait in it too; only the others are read one by one.
    const known = new Map([...live, ...queued].map((task) => [task.id, task]));
    for (const task of live) this.#live.add(task);
    this.order.load(queued.filter(isWaiting));
    for (const task of queued)
      if (isOurs(task) && (await this.#has(store, task.projectId)))
        await this.#add(task, async (id) => known.get(id) ?? store.tasks.get(id));
  }

  /** Reads tasks again after the log said that they changed. When it throws, none of them was refreshed for sure. */
  async refresh(store: Reader, ids: readonly TaskId[]): Promise<void> {
    // The dispatcher and whoever looks at the queue may both ask for it; who asks for nothing waits for what is under way.
    await this.#refreshes.run('', async () => {
      if (ids.length === 0) return;
      const found = new Map((await store.tasks.several(ids)).map((task) => [task.id, task]));
      for (const id of ids) await this.#renew(store, id, found.get(id));
    });
  }

  async #renew(store: Reader, id: TaskId, task: Task | undefined): Promise<void> {
    const isHere = task !== undefined && (await this.#has(store, task.projectId));
    this.#free(id, task, isHere);
    const prerequisite = this.#prerequisites.get(id);
    if (prerequisite !== undefined) prerequisite.task = task;
    this.drop(id);
    if (task !== undefined && isWaiting(task)) this.order.put(task);
    else this.order.remove(id);
    if (isHere && isOurs(task)) await this.#add(task, async (needed) => store.tasks.get(needed));
    if (task !== undefined) this.#waiting.changed(task);
  }

  /** The next task that may start, or null. */
  next(world: Pick<World, 'limits' | 'pressure' | 'now'>): TaskIn<'queued'> | null {
    const byId: World['byId'] = (id) => this.#prerequisites.get(id)?.task;
    return this.#waiting.next({ ...world, live: this.#live, byId });
  }

  /** The claim found it held by what is not known here yet: it is not proposed before the log tells that this ended. */
  held(id: TaskId, hold: Hold): void {
    this.#waiting.held(id, hold);
  }

  /** Counts it as started, so that what it does not exclude may be proposed too. What became of it, `refresh` finds out. */
  take(task: TaskIn<'queued'>): void {
    this.drop(task.id);
    this.#taken.add(task.id);
    // As the claim will leave it: then nothing is new when it is read.
    this.#live.add({ ...task, fence: task.fence + 1 });
  }

  /** Does not propose the task any more before it is refreshed. */
  drop(id: TaskId): void {
    for (const needed of this.#waiting.get(id)?.dependsOn ?? []) this.#forget(needed);
    this.#waiting.remove(id);
  }

  /** Limits may have been raised, and agents be well again, of which the log says nothing. */
  askAgain(): void {
    this.#waiting.askAgain();
  }

  /** An agent may be started again, before its time. */
  reopen(agent: string): void {
    this.#waiting.reopen(agent);
  }

  /** Who waits ahead of it in its lane. Who waits for other work lets those behind it pass. */
  ahead(task: TaskIn<'queued'>): ReturnType<World['ahead']> {
    return this.order.ahead(task, (other) =>
      other.dependsOn.every((id) => isReleasedBy(other, this.#prerequisites.get(id)?.task)),
    );
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** When the next back-off ends, or an agent opens again; null when nothing waits for a time. */
  get nextBackoff(): number | null {
    return this.#waiting.nextBackoff;
  }

  async #has(store: Reader, id: ProjectId): Promise<boolean> {
    const known = this.#isHere.get(id);
    if (known !== undefined) return known;
    const project = await store.projects.get(id);
    const isHere = project?.home === this.#home;
    if (project !== undefined) this.#isHere.set(id, isHere);
    return isHere;
  }

  // Also when it was not known to be live: a task that a claim ran into may have ended before we read it.
  #free(id: TaskId, task: Task | undefined, isHere: boolean): void {
    const before = this.#live.get(id);
    const isNow = isHere && task !== undefined && isLive(task);
    if (isNow) this.#live.add(task);
    else this.#live.remove(id);
    // Taken, and not claimed by anybody: as if it had never been proposed.
    const isBack = this.#taken.delete(id) && task?.state === 'queued' && before?.fence === task.fence + 1;
    if (isBack && before !== undefined) return this.#waiting.returned(before);
    if (before !== undefined && !(isNow && before.fence === task.fence)) this.#waiting.ended(before);
    if (!isNow && task !== undefined) this.#waiting.ended(task);
  }

  async #add(task: TaskIn<'queued'>, read: (id: TaskId) => Promise<Task | undefined>): Promise<void> {
    const found: [TaskId, Task | undefined][] = [];
    for (const id of task.dependsOn)
      found.push([id, this.#prerequisites.has(id) ? undefined : await read(id)]);
    // Only now, when nothing can fail any more: what is counted is also put, and later forgotten.
    for (const [id, prerequisite] of found) {
      const known = this.#prerequisites.get(id);
      if (known === undefined) this.#prerequisites.set(id, { task: prerequisite, dependants: 1 });
      else known.dependants += 1;
    }
    this.#waiting.put(task);
  }

  #forget(id: TaskId): void {
    const known = this.#prerequisites.get(id);
    if (known === undefined) return;
    known.dependants -= 1;
    if (known.dependants === 0) this.#prerequisites.delete(id);
  }
}

// A phase hands its own tasks out (phase/next.ts); those that run are known here, because they hold files and slots.
function isOurs(task: Task): task is TaskIn<'queued'> {
  return isWaiting(task) && !isOutside(task);
}

function isWaiting(task: Task): task is TaskIn<'queued'> {
  return task.state === 'queued' && task.deletedAt === null;
}
