// Reads the events of one task from the stream until the task comes to rest.
import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import { isSettled } from '../api/states.ts';
import type { EventJson, TaskJson } from '../api/schemas.ts';
import { span } from './time.ts';

export interface Follow {
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

/** Null when the signal aborted before the task came to rest. */
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
    if (!mayBeAtRest(event)) continue;
    // The event is of the past: by now somebody may have answered, and the task goes on.
    const now = await client.call(endpoints.showTask, { params: { task } });
    if (isSettled(now)) return { task: now, last: event.id };
  }
  return null;
}

function mayBeAtRest(event: EventJson): boolean {
  if (event.type !== 'task.changed') return false;
  const to = event.data['to'];
  return typeof to === 'string' && isSettled({ state: to as TaskJson['state'] });
}
