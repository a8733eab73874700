// One running agent program in its own process group. However it ends, the whole group and all stragglers are killed, so
// that nothing it started (a development server, a shell in the background) stays behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { killGroup } from '../lib/exec.ts';
import type { Launch } from './launch.ts';
import { settles } from './settles.ts';
import { killStragglers } from './stragglers.ts';

export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface AgentProcess {
  /** Id of its process group. */
  readonly group: number;
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when it is gone and what it printed is read. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Kills the group at once. */
  kill(): void;
  /** Closes its input, then SIGTERM, then SIGKILL, with `graceMs` for each. Resolves when it is gone. */
  end(graceMs: number): Promise<void>;
}

// Whatever escaped us may hold the pipes open for ever, so reading what is left in them has a limit.
const drainMs = 500;

/** Rejects when it cannot be started (EACCES, no such cwd, …). */
export async function startProcess(launch: Launch, onStderr: (chunk: string) => void): Promise<AgentProcess> {
  const child = spawn(launch.program, [...launch.args], {
    cwd: launch.cwd,
    env: { ...launch.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Whoever writes hears of a closed pipe through the write itself.
  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', onStderr);
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  let isGone = false;
  child.once('exit', (exitCode, signal) => {
    isGone = true;
    if (child.pid !== undefined) killGroup(child.pid);
    const closed = once(child, 'close');
    void killStragglers(launch.home).then(async () => {
      await settles(closed, drainMs);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, signal });
    });
  });
  await once(child, 'spawn');
  const group = child.pid;
  if (group === undefined) throw new Error('a started process has no id');
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (!isGone) killGroup(group, signal);
  };
  return {
    group,
    input: child.stdin,
    output: child.stdout,
    ended,
    kill: () => signalGroup('SIGKILL'),
    end: async (graceMs) => {
      child.stdin.end();
      if (await settles(ended, graceMs)) return;
      signalGroup('SIGTERM');
      if (await settles(ended, graceMs)) return;
      signalGroup('SIGKILL');
      await settles(ended, graceMs);
    },
  };
}
