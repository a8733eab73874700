// The log of everything that happened, for whoever reads it or listens to it.
import type { EventRecord } from '../domain/event.ts';
import type { Reach } from '../domain/access.ts';
import type { EventQuery } from '../store/store.ts';
import type { EngineDeps } from './deps.ts';
import { positionAt, tasksAt } from './tasks-at.ts';
import type { TasksAt, TaskScope } from './tasks-at.ts';

export class EventLog {
  readonly #store: EngineDeps['store'];

  constructor({ store }: Pick<EngineDeps, 'store'>) {
    this.#store = store;
  }

  async events(query: EventQuery, reach: Reach): Promise<readonly EventRecord[]> {
    return this.#store.events.read({ ...query, reach });
  }
  onEvents(listener: (records: readonly EventRecord[]) => void): () => void {
    return this.#store.onEvents(listener);
  }
  async lastEvent(): Promise<number> {
    return this.#store.events.last();
  }
  /** The tasks in scope, and the position of the log that they show exactly. */
  async tasksAt(scope: TaskScope): Promise<TasksAt> {
    return tasksAt(this.#store, scope);
  }
  /** Where in the log the events since a time (milliseconds since 1970) begin: after this id. */
  async positionAt(at: number): Promise<number> {
    return positionAt(this.#store, at);
  }
}
