// Runs one program to its end: argv array (never a shell string), own process group, time limit, output cap, abort.
// When it ends for any reason the whole group is killed, so that nothing it started stays behind.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export interface ExecOptions {
  readonly cwd?: string;
  /** The complete environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly timeoutMs?: number;
  /** Bytes kept of each stream; the rest is read and dropped (the end is kept with `keep: 'tail'`). Default 64 MiB. */
  readonly maxOutput?: number;
  readonly keep?: 'head' | 'tail';
  readonly signal?: AbortSignal;
  /** Sees the output as it comes, before any cap. */
  readonly onOutput?: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
  readonly onStart?: (processGroup: number) => void;
}

export interface ExecResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
  readonly timedOut: boolean;
  readonly durationMs: number;
}

/** Rejects only when the program cannot be started (ENOENT, EACCES, …) or when the signal aborts. */
export async function exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult> {
  options.signal?.throwIfAborted();
  const started = performance.now();
  const child = start(argv, options);
  const stdout = collect(child.stdout, 'stdout', options);
  const stderr = collect(child.stderr, 'stderr', options);
  let timedOut = false;
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          killGroup(child.pid);
        }, options.timeoutMs);
  const onAbort = (): void => killGroup(child.pid);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await ended(child, () => killGroup(child.pid));
    options.signal?.throwIfAborted();
    return {
      ...end,
      stdout: stdout.bytes(),
      stderr: stderr.bytes(),
      truncated: stdout.isTruncated() || stderr.isTruncated(),
      timedOut,
      durationMs: Math.round(performance.now() - started),
    };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

function start(argv: readonly string[], options: ExecOptions): ChildProcess {
  const [program, ...args] = argv;
  if (program === undefined) throw new Error('exec needs a program');
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program that does not read its input closes the pipe; that is its right and no error of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  if (child.pid !== undefined) options.onStart?.(child.pid);
  return child;
}

interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** After so long without output, whoever still holds the pipes of a program that ended is no longer waited for. */
const drainMs = 500;
/** One that left the group may print for ever; it is heard for so many times that long. */
const mostDrains = 20;

// `close` waits for the pipes, which a left-over grandchild may hold open for ever: the group is killed at `exit`, and the
// pipes of one that left the group (setsid) are closed after a moment. What lies in them is read before: this process may
// have been busy for all of that moment, and half an answer of git would be taken for a whole one.
function ended(child: ChildProcess, killRest: () => void): Promise<End> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let turn: NodeJS.Immediate | undefined;
    let arrived = 0;
    const pipes = [child.stdout, child.stderr];
    for (const pipe of pipes) pipe?.on('data', () => (arrived += 1));
    const drain = (left: number): void => {
      const before = arrived;
      timer = setTimeout(() => {
        // Between a timer and this, all pipes that have something are read.
        turn = setImmediate(() => {
          if (arrived > before && left > 0) return drain(left - 1);
          for (const pipe of pipes) pipe?.destroy();
        });
      }, drainMs);
    };
    child.once('error', reject);
    child.once('exit', () => {
      killRest();
      drain(mostDrains);
    });
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      clearImmediate(turn);
      resolve({ exitCode, signal });
    });
  });
}

/** Kills a process group. Nothing happens when it is gone already. */
export function killGroup(processGroup: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (processGroup === undefined) return;
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
}

interface Collected {
  readonly bytes: () => Buffer;
  readonly isTruncated: () => boolean;
}

function collect(
  stream: NodeJS.ReadableStream | null,
  name: 'stdout' | 'stderr',
  options: ExecOptions,
): Collected {
  const max = options.maxOutput ?? 64 * 1024 * 1024;
  const keepTail = options.keep === 'tail';
  let chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  stream?.on('data', (chunk: Buffer) => {
    options.onOutput?.(chunk, name);
    if (!keepTail && size >= max) {
      truncated = true;
      return;
    }
    chunks.push(chunk);
    size += chunk.length;
    if (keepTail && size > 2 * max) {
      chunks = [Buffer.concat(chunks).subarray(-max)];
      size = max;
      truncated = true;
    }
  });
  return {
    bytes: () => {
      const all = Buffer.concat(chunks);
      if (all.length <= max) return all;
      truncated = true;
      return keepTail ? all.subarray(-max) : all.subarray(0, max);
    },
    isTruncated: () => truncated || size > max,
  };
}
