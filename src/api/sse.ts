// Reads text/event-stream. Only whole messages come out, so a connection that is cut in the middle of one loses nothing:
// that message is asked for again.

export interface SseMessage {
  readonly event: string;
  readonly data: string;
}

/** Feed it the text as it comes; it returns the messages that this completed. */
export class SseParser {
  #rest = '';
  #event = '';
  #data: string[] = [];

  feed(chunk: string): SseMessage[] {
    const text = this.#rest + chunk;
    // A carriage return at the very end may be half of a line end; it waits for the next chunk.
    const usable = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, usable).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(usable);
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): SseMessage[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.#data.push(value);
    if (name === 'event') this.#event = value;
    return [];
  }

  #dispatch(): SseMessage[] {
    const message = { event: this.#event === '' ? 'message' : this.#event, data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#event = '';
    this.#data = [];
    return isEmpty ? [] : [message];
  }
}
