// What a live stream tells beside the events of tasks: messages without a place in the log, so without an id.
import type { Writable } from 'node:stream';

/** Does nothing when the stream has ended. */
export function tellBeside(response: Writable, message: { readonly type: string }): void {
  if (response.writableEnded || response.destroyed) return;
  response.write(`event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`);
}
