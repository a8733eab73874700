// The raw protocol log of one attempt: JSON lines in a folder of parts. It is for looking into a run afterwards and for
// playing it again, so it must never hold up or fail the run: what cannot be written is left out, and the log says so.
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProtocolBody, ProtocolEntry } from '../../domain/protocol-entry.ts';
import type { Mask } from '../../domain/template/mask.ts';

export interface ProtocolLogOptions {
  /** Made when it is not there; an attempt that goes on adds to what is in it. */
  readonly dir: string;
  /** Of all parts together. The first part and the newest ones are kept. */
  readonly maxBytes: number;
  readonly mask: Mask;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called once, when the first write fails. */
  readonly onFailure: (error: Error) => void;
}

/** Of one entry; a larger one is left out. What agents send is below 1 MiB by a good measure. */
const maxEntryBytes = 4 * 1024 * 1024;
/** What may wait for the disk, in all parts together. */
const maxWaitingBytes = 16 * 1024 * 1024;
const parts = 8;

export class ProtocolLog {
  readonly #options: ProtocolLogOptions;
  readonly #sizes: Map<number, number>;
  #stream: WriteStream;
  #part: number;
  #missing = 0;
  #waitingBytes = 0;
  readonly #closing = new Map<number, Promise<void>>();
  #hasFailed = false;
  #isClosed = false;
  #removing: Promise<void> = Promise.resolve();

  private constructor(options: ProtocolLogOptions, sizes: Map<number, number>) {
    this.#options = options;
    this.#sizes = sizes;
    this.#part = 1 + Math.max(0, ...sizes.keys());
    this.#stream = this.#open();
  }

  static async open(options: ProtocolLogOptions): Promise<ProtocolLog> {
    await mkdir(options.dir, { recursive: true, mode: 0o700 });
    return new ProtocolLog(options, await sizesIn(options.dir));
  }

  /** Never throws and does not block. */
  readonly add = (body: ProtocolBody): void => {
    if (this.#hasFailed || this.#isClosed) return;
    if (this.#waitingBytes > maxWaitingBytes) {
      this.#missing += 1;
      return;
    }
    if (this.#missing > 0) {
      this.#write({ dir: 'gap', reason: `${this.#missing} entries came faster than they could be written` });
      this.#missing = 0;
    }
    this.#write(body);
  };

  /** Resolves when everything is on the disk, or cannot be. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#closing.values(), closed(this.#stream)]);
    await this.#removing;
  }

  #write(body: ProtocolBody): void {
    const line = this.#lineOf(body);
    const bytes = Buffer.byteLength(line);
    this.#sizes.set(this.#part, (this.#sizes.get(this.#part) ?? 0) + bytes);
    this.#waitingBytes += bytes;
    this.#stream.write(line, () => {
      this.#waitingBytes -= bytes;
    });
    if ((this.#sizes.get(this.#part) ?? 0) >= this.#options.maxBytes / parts) this.#rotate();
  }

  #lineOf(body: ProtocolBody): string {
    const at = this.#options.now();
    const entry: ProtocolEntry = { at, ...this.#options.mask(withoutBearers(body)) };
    const line = `${JSON.stringify(entry)}\n`;
    if (line.length <= maxEntryBytes) return line;
    const reason = `an entry (${body.dir}) of ${line.length} bytes was too large to be kept`;
    const gap: ProtocolEntry = { at, dir: 'gap', reason };
    return `${JSON.stringify(gap)}\n`;
  }

  #rotate(): void {
    this.#closing.set(this.#part, closed(this.#stream));
    this.#part += 1;
    this.#stream = this.#open();
    this.#sizes.set(this.#part, 0);
    let total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [part, size] of [...this.#sizes].sort(([a], [b]) => a - b)) {
      // With all but one part full, the next one still fits.
      if (total <= (this.#options.maxBytes * (parts - 1)) / parts) return;
      if (part === 1 || part === this.#part) continue;
      total -= size;
      this.#sizes.delete(part);
      this.#removing = this.#removing.then(() => this.#remove(part));
    }
  }

  async #remove(part: number): Promise<void> {
    // Not before it is written: it would be made again.
    await this.#closing.get(part);
    this.#closing.delete(part);
    await rm(join(this.#options.dir, partName(part)), { force: true }).catch(() => undefined);
  }

  #open(): WriteStream {
    const stream = createWriteStream(join(this.#options.dir, partName(this.#part)), {
      flags: 'a',
      mode: 0o600,
    });
    stream.on('error', (error) => {
      if (!this.#hasFailed) this.#options.onFailure(error);
      this.#hasFailed = true;
    });
    return stream;
  }
}

export function partName(part: number): string {
  return `${String(part).padStart(6, '0')}.jsonl`;
}

/** The numbers of the parts in a folder, with their sizes in bytes; empty when there is no such folder. */
export async function sizesIn(dir: string): Promise<Map<number, number>> {
  const names = await readdir(dir).catch(() => []);
  const sizes = new Map<number, number>();
  const parts = names.flatMap((name) => /^(\d{6,})\.jsonl$/.exec(name)?.[1] ?? []).map(Number);
  for (const part of parts.sort((a, b) => a - b))
    sizes.set(
      part,
      await stat(join(dir, partName(part))).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return sizes;
}

// The servers that a session is handed come with a token that is good for the session; nobody needs it afterwards.
function withoutBearers(body: ProtocolBody): ProtocolBody {
  if (body.dir !== 'out' || !hasServers(body.message)) return body;
  const text = JSON.stringify(body.message, (key, value: unknown) =>
    key === 'headers' || key === 'env' ? hidden(value) : value,
  );
  return { dir: 'out', message: JSON.parse(text) };
}

function hasServers(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const params: unknown = Reflect.get(message, 'params');
  return typeof params === 'object' && params !== null && 'mcpServers' in params;
}

function hidden(pairs: unknown): unknown {
  if (!Array.isArray(pairs)) return pairs;
  return pairs.map((pair: unknown) =>
    typeof pair === 'object' && pair !== null ? { ...pair, value: '[hidden]' } : pair,
  );
}

async function closed(stream: WriteStream): Promise<void> {
  if (stream.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once('close', resolve);
  stream.end();
  await promise;
}
