// What the dispatcher knows of the queue: the waiting and the live tasks, kept up to date from the event log. It reads a
// task again whenever the log says that it changed, so it can be late but not wrong for long; the claim checks anyway.
import { laneOf } from '../domain/hold.ts';
import type { World } from '../domain/hold.ts';
import type { TaskId } from '../domain/ids.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import { isLive } from '../domain/task.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import { WaitingQueue } from '../domain/waiting-queue.ts';
import type { StoreOperations } from '../store/store.ts';

type Reader = Pick<StoreOperations, 'tasks'>;

export class Board {
  readonly live = new LiveTasks();
  readonly waiting = new WaitingQueue();
  /** Tasks that others wait for, in whatever state. */
  readonly #prerequisites = new Map<string, Task | undefined>();

  /** Reads everything that waits or lives. Once, at the start. */
  async load(store: Reader): Promise<void> {
    for (const task of await store.tasks.list({ states: ['starting', 'running', 'waiting'] }))
      this.live.add(task);
    for (const task of await store.tasks.list({ states: ['queued'] })) await this.#take(store, task);
  }

  /** Reads one task again after the log said that it changed. */
  async refresh(store: Reader, id: TaskId): Promise<void> {
    const task = await store.tasks.get(id);
    if (this.#prerequisites.has(id)) this.#prerequisites.set(id, task);
    if (this.live.has(id) && !(task !== undefined && isLive(task))) this.#free(id);
    if (task !== undefined && isLive(task)) this.live.add(task);
    if (task === undefined) this.waiting.remove(id);
    else await this.#take(store, task);
    this.waiting.changed(id);
  }

  /** The next task that may start, or null. */
  next(world: Pick<World, 'limits' | 'pressure' | 'now'>): TaskIn<'queued'> | null {
    return this.waiting.next({ ...world, live: this.live, byId: (id) => this.#prerequisites.get(id) });
  }

  async #take(store: Reader, task: Task): Promise<void> {
    if (task.state !== 'queued' || task.deletedAt !== null) {
      this.waiting.remove(task.id);
      return;
    }
    for (const id of task.dependsOn)
      if (!this.#prerequisites.has(id)) this.#prerequisites.set(id, await store.tasks.get(id));
    this.waiting.put(task);
  }

  #free(id: TaskId): void {
    const task = this.live.get(id);
    if (task === undefined) return;
    this.live.remove(id);
    const lane = laneOf(task);
    if (lane !== null) this.waiting.laneFreed(lane);
    for (const scope of this.live.scopesOf(task)) this.waiting.slotFreed(scope);
  }
}
