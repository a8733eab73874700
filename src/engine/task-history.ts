// What happened to one task: its versions, attempts, transitions, messages, evidence and output.
import type { Attempt } from '../domain/attempt.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import * as history from './history.ts';

export class TaskHistory {
  readonly #store: EngineDeps['store'];

  constructor({ store }: Pick<EngineDeps, 'store'>) {
    this.#store = store;
  }

  /** The task as it was at a version; undefined when it never had that one. */
  async taskAt(task: Task, version: number): Promise<Task | undefined> {
    return history.taskAt(this.#store, task.id, version);
  }
  /** Oldest first. */
  async attempts(task: Task): Promise<readonly Attempt[]> {
    return this.#store.attempts.list(task.id);
  }
  /** The newest one. */
  async attempt(task: Task): Promise<Attempt | undefined> {
    return this.#store.attempts.latest(task.id);
  }
  transitions(task: Task, from: history.Step): AsyncIterable<history.Fact<history.Transition>> {
    return history.transitionsOf(this.#store, task.id, from);
  }
  messages(task: Task, from: history.Step): AsyncIterable<history.Fact<history.Said>> {
    return history.messagesOf(this.#store, task.id, from);
  }
  evidence(task: Task, from: history.Step): AsyncIterable<history.Fact<history.Checked>> {
    return history.evidenceOf(this.#store, task.id, from);
  }
  output(task: Task, from: history.Step): AsyncIterable<history.Fact<history.Printed>> {
    return history.outputOf(this.#store, task.id, from);
  }
}
