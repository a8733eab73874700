// Reads the events of one task from the stream until the task comes to where somebody has to act.
import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import { AppError } from '../api/errors.ts';
import type { EventJson, TaskJson } from '../api/schemas.ts';
import { isRecord } from './thread-item.ts';
import { span } from './time.ts';

type State = Pick<TaskJson, 'state'>;

export interface Follow {
  /** Whether a task that stands there is at its end for this reader. */
  readonly until: (task: State) => boolean;
  /** The first event wanted is the one after this id. */
  readonly after: number;
  readonly onEvent: (event: EventJson) => void;
  /** A remark about the connection. */
  readonly onNote: (text: string) => void;
}

export interface Followed {
  readonly task: TaskJson;
  readonly last: number;
}

/** Null when the signal aborted before the task came to its end. */
export async function follow(
  client: Client,
  task: string,
  options: Follow,
  signal: AbortSignal,
): Promise<Followed | null> {
  const connection = {
    onLost: (_: unknown, retryMs: number) =>
      options.onNote(`the daemon does not answer; trying again in ${span(retryMs)}`),
    onBack: () => options.onNote('the daemon answers again'),
  };
  for await (const event of client.events({ task, after: options.after }, signal, connection)) {
    options.onEvent(event);
    const then = stateAfter(event);
    if (then === null || !options.until(then)) continue;
    // The event is of the past: by now somebody may have answered, and the task goes on.
    const now = await client.call(endpoints.showTask, { params: { task } });
    if (options.until(now)) return { task: now, last: event.id };
  }
  return null;
}

function stateAfter(event: EventJson): State | null {
  if (event.type !== 'task.changed') return null;
  const to = event.data['to'];
  const change = event.data['change'];
  if (isRecord(change) && change['type'] === 'deleted')
    throw new AppError('not_found', 'The task was deleted.');
  return typeof to === 'string' ? { state: to as TaskJson['state'] } : null;
}
