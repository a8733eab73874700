// Keeps a conversation on disk, one JSON line per entry, written before the next thing happens: an agent that is killed
// is started again and continues from its last line.
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { entry } from './conversation.ts';
import type { Entry } from './conversation.ts';

export interface Transcript {
  readonly entries: readonly Entry[];
  /** Resolves when it is written. Entries are kept in the order they were added. */
  add(entry: Entry): Promise<void>;
}

export async function createTranscript(
  dir: string,
  head: Extract<Entry, { type: 'session' }>,
): Promise<Transcript> {
  const file = fileOf(dir, head.id);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const transcript = open(file, []);
  await transcript.add(head);
  return transcript;
}

/** Null when there is no such conversation. Throws AppError `store_corrupt` when its file is damaged. */
export async function loadTranscript(dir: string, id: string): Promise<Transcript | null> {
  // The id comes from a client and becomes a file name.
  if (!/^[\w-]+$/.test(id)) return null;
  const file = fileOf(dir, id);
  const text = await readFile(file, 'utf8').catch(missing);
  if (text === null) return null;
  // A line without its end was being written when the agent was killed; what it says never took effect.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
  const lines = whole.split('\n').filter((line) => line !== '');
  return open(
    file,
    lines.map((line, index) => parse(line, index, file)),
  );
}

/** For a conversation that nobody takes up again. */
export function memoryTranscript(): Transcript {
  const entries: Entry[] = [];
  return {
    entries,
    add: (added) => {
      entries.push(added);
      return Promise.resolve();
    },
  };
}

function open(file: string, loaded: readonly Entry[]): Transcript {
  const entries = [...loaded];
  const writing = new SerialByKey();
  return {
    entries,
    add: async (added) => {
      entries.push(added);
      await writing.run(file, () => appendFile(file, `${JSON.stringify(added)}\n`, { mode: 0o600 }));
    },
  };
}

function parse(line: string, index: number, file: string): Entry {
  try {
    return entry.parse(JSON.parse(line));
  } catch (error) {
    throw new AppError('store_corrupt', `Line ${index + 1} of ${file} is not an entry of a conversation.`, {
      next: 'Start a new session.',
      cause: error,
    });
  }
}

function fileOf(dir: string, id: string): string {
  return join(dir, `${id}.jsonl`);
}

function missing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
