// A Redis of the benchmark's own: no TCP, a socket in a temporary folder, every write synced to the disk before it is
// answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exec } from '../../src/lib/exec.ts';

export interface RedisServer {
  readonly socket: string;
  readonly durability: string;
  stop(): Promise<void>;
}

const needs = fileURLToPath(new URL('../../scripts/bench-needs.mjs', import.meta.url));

/** Null: there is no Redis here and none can be installed; `onMissing` hears what a person can do. */
export async function startRedis(onMissing: (why: string) => void): Promise<RedisServer | null> {
  const found = await exec([process.execPath, needs], { env: { PATH: process.env['PATH'] ?? '' } });
  if (found.exitCode !== 0) {
    onMissing(found.stderr.toString().trim());
    return null;
  }
  // Not below the system's folder for temporary files: a socket's path has room for about a hundred bytes.
  const dir = await mkdtemp('/tmp/tasklane-redis-');
  const socket = join(dir, 'socket');
  const settings = { port: 0, unixsocket: socket, dir, save: '', appendonly: 'yes', appendfsync: 'always' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(found.stdout.toString().trim(), args, {
    argv0: 'redis-server',
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    await rm(dir, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout }))
    if (/ready to accept connections/i.test(line)) break;
  if (child.exitCode !== null) {
    await stop();
    throw new Error('Redis ended at once');
  }
  // What it says from now on would fill the pipe, and then stop it.
  child.stdout.resume();
  return { socket, durability: 'appendonly, appendfsync always', stop };
}
