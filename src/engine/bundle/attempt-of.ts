// Which attempt each event of a task's log belongs to. An agent's first words come before its attempt is counted.
import type { EventRecord } from '../../domain/event.ts';
import { reduce } from '../../domain/lifecycle.ts';
import type { Task } from '../../domain/task.ts';

/** To be shown all events of one task, from its creation on. */
export class AttemptOf {
  #task: Task | null = null;

  /** The number of the attempt, from 1; null for what belongs to none. */
  see({ body, at }: EventRecord): number | null {
    if (body.type === 'task.created') this.#task = body.task;
    else if (body.type === 'task.changed' && this.#task !== null)
      this.#task = reduce(this.#task, body.change, at);
    else if (this.#task !== null && body.type.startsWith('agent.')) return current(this.#task);
    return null;
  }
}

function current(task: Task): number {
  const isFresh = task.state === 'starting' && task.resume === null;
  return isFresh ? task.attempt + 1 : Math.max(1, task.attempt);
}
