// Runs one shell command in its own process group, which ends with it, with its time, with the turn, and with the agent
// itself.
import type { ChildProcess } from 'node:child_process';
import { killGroup } from '../../../lib/exec.ts';
import { spawnShell } from './guarded-process.ts';

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onOutput: (text: string) => void;
}

export type CommandEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'timed_out' };

/** A process that left the group may hold the pipes open for ever, so what it still prints is not waited for. */
const drainMs = 300;

/** Rejects with the signal's reason as soon as it aborts. */
export async function runCommand(
  command: string,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<CommandEnd> {
  signal.throwIfAborted();
  const child = spawnShell(command, { cwd: options.cwd, env: options.env, stdin: 'ignore' });
  let hasTimedOut = false;
  const timer = setTimeout(() => {
    hasTimedOut = true;
    killGroup(child.pid);
  }, options.timeoutMs);
  const onAbort = (): void => killGroup(child.pid);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await ended(child, options.onOutput);
    signal.throwIfAborted();
    return hasTimedOut ? { kind: 'timed_out' } : end;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function ended(child: ChildProcess, onOutput: (text: string) => void): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const streams = [child.stdout, child.stderr];
    for (const stream of streams) stream?.setEncoding('utf8').on('data', onOutput);
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      killGroup(child.pid);
      const finish = (): void => {
        clearTimeout(timer);
        for (const stream of streams) stream?.destroy();
        child.stdio[3]?.destroy();
        resolve(
          exitCode === null ? { kind: 'killed', signal: String(signal) } : { kind: 'exited', exitCode },
        );
      };
      const timer = setTimeout(finish, drainMs);
      child.once('close', finish);
    });
  });
}
