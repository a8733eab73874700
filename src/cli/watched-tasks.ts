// What a watch knows of the tasks that events tell of: how to call them, and where they stand.
import type { TaskSummaryJson } from '../api/event-schemas.ts';
import { AppError } from '../api/errors.ts';
import type { EventJson } from '../api/schemas.ts';
import { isRecord } from './thread-item.ts';

export type WatchedTask = Pick<TaskSummaryJson, 'number' | 'title' | 'state' | 'project_name'>;

const words: Readonly<Partial<Record<string, string>>> = {
  starting: 'starting',
  running: 'running',
  queued: 'queued',
  waiting: 'waiting for you',
  ready: 'ready',
  applying: 'being applied',
};

export class WatchedTasks {
  readonly #tasks = new Map<string, WatchedTask | null>();
  readonly #ask: (id: string) => Promise<WatchedTask>;

  /** `ask` is called once for a task that is not known; it may throw `not_found`. */
  constructor(ask: (id: string) => Promise<WatchedTask>) {
    this.#ask = ask;
  }

  see(tasks: readonly TaskSummaryJson[]): void {
    for (const task of tasks) this.#tasks.set(task.id, task);
  }

  /** The task after the event; null when it was deleted since. */
  async of(event: EventJson): Promise<WatchedTask | null> {
    const known = this.#tasks.get(event.task_id) ?? (await this.#find(event.task_id));
    if (known === undefined) return null;
    const after = known === null ? null : changed(known, event);
    this.#tasks.set(event.task_id, isDeleted(event) ? null : after);
    return after;
  }

  /** `2 running, 1 waiting for you`. */
  counts(): string {
    const states = [...this.#tasks.values()].flatMap((task) => (task === null ? [] : [task.state]));
    const parts = Object.entries(words).flatMap(([state, word]) => {
      const count = states.filter((one) => one === state).length;
      return count === 0 || word === undefined ? [] : [`${count} ${word}`];
    });
    return parts.length === 0 ? 'nothing is going on' : parts.join(', ');
  }

  /** Null when it is gone; undefined when nobody could say. */
  async #find(id: string): Promise<WatchedTask | null | undefined> {
    if (this.#tasks.get(id) === null) return null;
    try {
      return await this.#ask(id);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return null;
      // The daemon may be on its way down: the line is shown all the same, and asked for again next time.
      if (error instanceof AppError && error.code === 'daemon_unreachable') return undefined;
      throw error;
    }
  }
}

function changed(task: WatchedTask, event: EventJson): WatchedTask {
  const { to, change } = event.data;
  const patch = isRecord(change) && isRecord(change['patch']) ? change['patch'] : {};
  return {
    ...task,
    ...(typeof to === 'string' && { state: to as WatchedTask['state'] }),
    ...(typeof patch['title'] === 'string' && { title: patch['title'] }),
  };
}

function isDeleted(event: EventJson): boolean {
  const { change } = event.data;
  return isRecord(change) && change['type'] === 'deleted';
}
