// Reads text/event-stream. Only whole messages come out, so a connection that is cut in the middle of one loses nothing:
// that message is asked for again.

/** Feed it the text as it comes; it returns the data of the messages that this completed. */
export class SseParser {
  #rest = '';
  #data: string[] = [];

  feed(chunk: string): string[] {
    const text = this.#rest + chunk;
    // A carriage return at the very end may be half of a line end; it waits for the next chunk.
    const usable = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, usable).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(usable);
    return lines.flatMap((line) => (line === '' ? this.#dispatch() : this.#field(line)));
  }

  // `id:` and `event:` say nothing that is not in the data as well; a line that begins with a colon is a comment.
  #field(line: string): string[] {
    if (line.startsWith('data:')) this.#data.push(line.slice(line[5] === ' ' ? 6 : 5));
    return [];
  }

  #dispatch(): string[] {
    const message = this.#data.length === 0 ? [] : [this.#data.join('\n')];
    this.#data = [];
    return message;
  }
}
