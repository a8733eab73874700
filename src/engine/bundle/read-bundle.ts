// A bundle as somebody gave it to us: anything may be in it. What is read of it is checked here, and each way in which it
// can be wrong has its own words.
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import { taskStates } from '../../domain/task.ts';
import { BadArchive, unpacked } from '../../lib/tar-gz.ts';
import { bundleFormat, bundleVersion, endName, manifestName } from './manifest.ts';
import { pointInTime, protocolEntry } from './protocol-shape.ts';

const manifest = z.object({
  format: z.literal(bundleFormat),
  version: z.int(),
  exportedAt: z.string(),
  task: z.object({
    id: z.string(),
    number: z.int(),
    name: z.string(),
    title: z.string(),
    state: z.enum(taskStates),
    agent: z.string(),
    model: z.string().nullable(),
  }),
  versions: z.object({
    tasklane: z.string(),
    node: z.string(),
    git: z.string(),
    platform: z.string(),
    agents: z.array(z.object({ attempt: z.int(), agent: z.string(), says: z.string().nullable() })),
  }),
});

const event = z.object({
  id: z.int(),
  seq: z.int(),
  at: pointInTime,
  actor: z.string(),
  // What the comparison looks into must be there.
  body: z.looseObject({ type: z.string() }).refine(hasWhatIsCompared),
  attempt: z.int().nullable(),
});
export type BundleEvent = z.infer<typeof event>;

const tool = z.object({ call: z.object({ id: z.string() }) });
const said = z.object({ text: z.string() });

function hasWhatIsCompared(body: { readonly type: string }): boolean {
  if (body.type === 'agent.tool') return tool.safeParse(body).success;
  return !/^(agent\.(message|thought)|run\.output)$/.test(body.type) || said.safeParse(body).success;
}

export interface Bundle {
  readonly manifest: z.infer<typeof manifest>;
  readonly events: readonly BundleEvent[];
  /** By the number of the attempt. */
  readonly protocol: ReadonlyMap<number, readonly ProtocolEntry[]>;
}

/** Of all that is in it. Beyond this it would have to be read piece by piece. */
const maxBundleBytes = 512 * 1024 * 1024;

const identity = z.looseObject({ format: z.literal(bundleFormat), version: z.int() });

/** Throws `invalid_bundle`: damaged, not one of ours, or of a newer version. */
export async function readBundle(bytes: Uint8Array): Promise<Bundle> {
  const reader = new BundleReader();
  try {
    for await (const file of unpacked(bytes, maxBundleBytes)) reader.take(file.path, file.bytes);
  } catch (error) {
    // What is no archive at all was never a bundle; one that begins well and ends badly was.
    if (!(error instanceof BadArchive)) throw error;
    throw invalid(
      `The bundle ${error.message}.`,
      'Export the task again, and copy the file as it is.',
      error,
    );
  }
  return reader.bundle();
}

class BundleReader {
  #manifest: Bundle['manifest'] | null = null;
  readonly #events: BundleEvent[] = [];
  readonly #protocol = new Map<number, { last: number; entries: ProtocolEntry[] }>();
  #files = 0;
  #announced: number | null = null;

  take(path: string, bytes: Uint8Array): void {
    if (path === manifestName) this.#manifest = readManifest(bytes);
    else if (this.#manifest === null) throw foreign();
    else if (path === endName) this.#announced = readEnd(bytes);
    else if (path.startsWith('events/'))
      this.#events.push(...lines(path, bytes, (line) => event.parse(line)));
    else this.#takeProtocol(path, bytes);
    this.#files += 1;
  }

  bundle(): Bundle {
    if (this.#manifest === null) throw foreign();
    if (this.#announced !== this.#files - 1)
      throw invalid('The bundle is damaged: files are missing in it.', 'Export the task again.');
    const protocol = new Map([...this.#protocol].map(([attempt, { entries }]) => [attempt, entries]));
    return { manifest: this.#manifest, events: this.#events, protocol };
  }

  #takeProtocol(path: string, bytes: Uint8Array): void {
    const found = /^protocol\/(\d{1,9})\/(\d{1,9})\.jsonl$/.exec(path);
    if (found === null) return;
    const [attempt, part] = [Number(found[1]), Number(found[2])];
    const log = this.#protocol.get(attempt) ?? { last: 0, entries: [] };
    this.#protocol.set(attempt, log);
    const at = log.entries.at(-1)?.at ?? 0;
    if (part !== log.last + 1)
      log.entries.push({ at, dir: 'gap', reason: 'parts of the log were rotated away' });
    log.last = part;
    log.entries.push(...protocolLines(path, bytes, at));
  }
}

function readManifest(bytes: Uint8Array): Bundle['manifest'] {
  const value = parsed(manifestName, Buffer.from(bytes).toString('utf8'));
  const { version } = identity.safeParse(value).data ?? {};
  if (version === undefined) throw foreign();
  if (version > bundleVersion)
    throw invalid(
      `The bundle has version ${version} of its format; this Tasklane reads up to ${bundleVersion}.`,
      'Use the Tasklane that exported it, or a newer one.',
    );
  return shaped(manifestName, () => manifest.parse(value));
}

function readEnd(bytes: Uint8Array): number {
  const value = parsed(endName, Buffer.from(bytes).toString('utf8'));
  return shaped(endName, () => z.object({ files: z.int() }).parse(value)).files;
}

function lines<Line>(path: string, bytes: Uint8Array, read: (value: unknown) => Line): Line[] {
  const content = Buffer.from(bytes).toString('utf8').trimEnd();
  return content
    .split('\n', content === '' ? 0 : undefined)
    .map((line) => shaped(path, () => read(parsed(path, line))));
}

// A daemon that is killed leaves half a line at the end of a part; that is no damage of the bundle.
function protocolLines(path: string, bytes: Uint8Array, before: number): ProtocolEntry[] {
  const content = Buffer.from(bytes).toString('utf8');
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  const entries = whole === '' ? [] : lines(path, Buffer.from(whole), (value) => protocolEntry.parse(value));
  if (whole.length === content.length) return entries;
  const at = entries.at(-1)?.at ?? before;
  return [...entries, { at, dir: 'gap', reason: 'the last line was cut when the daemon was killed' }];
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`The bundle is damaged: ${path} is not JSON.`, 'Export the task again.', error);
  }
}

function shaped<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const where = error.issues[0]?.path.join('.') ?? '';
    throw invalid(
      `The bundle is damaged: ${path} has no ${where} that can be read.`,
      'Export the task again.',
    );
  }
}

function foreign(): AppError {
  return invalid(
    'This is no bundle of a task: it does not begin with a bundle.json of ours.',
    'Make one with `tasklane task export`.',
  );
}

function invalid(message: string, next: string, cause?: unknown): AppError {
  return new AppError('invalid_bundle', message, { next, cause });
}
