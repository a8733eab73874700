// An agent's standard streams as the message stream that the ACP SDK wants. Our own instead of the SDK's `ndJsonStream`
// for three reasons: lines that are not protocol are kept as notes instead of being answered with errors; session
// updates are taken out here, in order and before any answer behind them (the SDK drops every update of a kind it does
// not know, and prints that to our stderr); and an agent that only prints garbage is found out early.
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';
import type { Tap } from '../../domain/protocol-entry.ts';
import type { AgentProcess } from '../process.ts';
import { Violation } from './failure.ts';

export interface MessageHandlers {
  /** The params of a `session/update`. */
  readonly onUpdate: (params: unknown) => void;
  /** A line that is not a message of the protocol. */
  readonly onNoise: (line: string) => void;
  readonly tap?: Tap | undefined;
}

const newline = 0x0a;
/** Of one message. A longer line ends the session; what is read of it until then is all that is held of it. */
export const maxLineBytes = 32 * 1024 * 1024;
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
    this.#handlers.tap?.({ dir: 'out', message });
    return new Promise((resolve, reject) => {
      this.#process.input.write(`${JSON.stringify(message)}\n`, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async *#messages(): AsyncGenerator<AnyMessage> {
    const { tap } = this.#handlers;
    for await (const { line, chunk, cut } of linesOf(this.#process.output)) {
      if (cut !== null) throw this.#tooLong(line, chunk, cut);
      const message = parse(line);
      if (message === null || !this.#isExpected(message)) {
        if (line !== '') tap?.({ dir: 'noise', chunk, text: line, cut: null });
        this.#noise(line);
        continue;
      }
      this.#hasSpoken = true;
      tap?.({ dir: 'in', chunk, message });
      if ('method' in message && message.method === 'session/update') this.#handlers.onUpdate(message.params);
      else yield message;
    }
  }

  #tooLong(beginning: string, chunk: number, cut: number): Violation {
    this.#handlers.tap?.({ dir: 'noise', chunk, text: beginning, cut });
    return new Violation(`printed a line of more than ${maxLineBytes / 1024 / 1024} MiB`);
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

interface Line {
  readonly line: string;
  /** Which read of the stream it ended in. */
  readonly chunk: number;
  /** Bytes read of a line that is too long, of which only the beginning is in `line`; it is the last one. */
  readonly cut: number | null;
}

/** Of a line that is too long. */
const keptOfCut = 4096;

async function* linesOf(output: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let size = 0;
  let chunks = 0;
  for await (const chunk of output) {
    chunks += 1;
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
      pieces = [];
      size = 0;
      start = end + 1;
      yield { line, chunk: chunks, cut: null };
    }
    pieces.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxLineBytes) {
      const line = Buffer.concat(pieces).toString('utf8', 0, keptOfCut);
      pieces = [];
      yield { line, chunk: chunks, cut: size };
    }
  }
  if (size > 0) yield { line: Buffer.concat(pieces).toString('utf8'), chunk: chunks, cut: null };
}
