// An agent's standard streams as the message stream that the ACP SDK wants. Our own instead of the SDK's `ndJsonStream`
// for three reasons: lines that are not protocol are kept as notes instead of being answered with errors; session
// updates are taken out here, in order and before any answer behind them (the SDK drops every update of a kind it does
// not know, and prints that to our stderr); and an agent that only prints garbage is found out early.
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';
import type { AgentProcess } from '../process.ts';
import { Violation } from './failure.ts';

export interface MessageHandlers {
  /** The params of a `session/update`. */
  readonly onUpdate: (params: unknown) => void;
  /** A line that is not a message of the protocol. */
  readonly onNoise: (line: string) => void;
}

const newline = 0x0a;
const maxLineBytes = 32 * 1024 * 1024;
/** Banners have a few lines; who prints this much without one message does not speak the protocol. */
const maxNoiseBytes = 256 * 1024;

export class MessageStream implements Stream {
  readonly readable: ReadableStream<AnyMessage>;
  readonly writable: WritableStream<AnyMessage>;
  readonly #process: AgentProcess;
  readonly #handlers: MessageHandlers;
  readonly #asked = new Set<unknown>();
  #noiseBytes = 0;
  #firstNoise: string | null = null;
  #hasSpoken = false;

  constructor(process: AgentProcess, handlers: MessageHandlers) {
    this.#process = process;
    this.#handlers = handlers;
    this.readable = ReadableStream.from(this.#messages());
    this.writable = new WritableStream({ write: (message) => this.#send(message) });
  }

  /** The first line it printed, when it has printed nothing that is protocol. */
  get onlyNoise(): string | null {
    return this.#hasSpoken ? null : this.#firstNoise;
  }

  #send(message: AnyMessage): Promise<void> {
    if ('method' in message && 'id' in message) this.#asked.add(message.id);
    return new Promise((resolve, reject) => {
      this.#process.input.write(`${JSON.stringify(message)}\n`, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async *#messages(): AsyncGenerator<AnyMessage> {
    for await (const line of linesOf(this.#process.output)) {
      const message = parse(line);
      if (message === null || !this.#isExpected(message)) {
        this.#noise(line);
        continue;
      }
      this.#hasSpoken = true;
      if ('method' in message && message.method === 'session/update') this.#handlers.onUpdate(message.params);
      else yield message;
    }
  }

  /** A request, a notification, or the answer to a question that is still open. */
  #isExpected(message: AnyMessage): boolean {
    return 'method' in message ? typeof message.method === 'string' : this.#asked.delete(message.id);
  }

  #noise(line: string): void {
    if (line.trim() === '') return;
    this.#firstNoise ??= line.trim().slice(0, 500);
    this.#noiseBytes += line.length;
    if (!this.#hasSpoken && this.#noiseBytes > maxNoiseBytes)
      throw new Violation(`does not speak ACP; it printed “${this.#firstNoise}”`);
    this.#handlers.onNoise(`${line}\n`);
  }
}

function parse(line: string): AnyMessage | null {
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : null;
  } catch {
    // Not JSON: a banner, a stray console.log. The caller keeps it as a note.
    return null;
  }
}

// The SDK validates the rest; this much keeps it from answering, or printing about, what is no message at all.
function isMessage(value: unknown): value is AnyMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'jsonrpc' in value &&
    value.jsonrpc === '2.0' &&
    ('method' in value || ('id' in value && ('result' in value || 'error' in value)))
  );
}

async function* linesOf(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of output) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
      pieces = [];
      size = 0;
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxLineBytes)
      throw new Violation(`printed a line of more than ${maxLineBytes / 1024 / 1024} MiB`);
  }
  if (size > 0) yield Buffer.concat(pieces).toString('utf8');
}
