// A Redis of the benchmark's own: no TCP, a socket in a temporary folder, every write synced to the disk before it is
// answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, symlink } from 'node:fs/promises';
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
  const program = join(dir, 'redis-server');
  await symlink(found.stdout.toString().trim(), program);
  const settings = { port: 0, unixsocket: socket, dir, save: '', appendonly: 'yes', appendfsync: 'always' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  // The shell ends the server and removes its folder as soon as this process is gone, however it went: then nobody holds
  // the shell's input open any more.
  const untilGone = '{ read -r _ <&3; kill $server; } > /dev/null 2>&1 &';
  const script = `exec 3<&0; "$@" & server=$!; ${untilGone} wait $server; rm -rf "$0"`;
  const child = spawn('/bin/sh', ['-c', script, dir, program, ...args], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  let isReady = false;
  for await (const line of createInterface({ input: child.stdout })) {
    isReady = /ready to accept connections/i.test(line);
    if (isReady) break;
  }
  if (!isReady) throw new Error('Redis ended at once');
  // What it says from now on would fill the pipe, and then stop it.
  child.stdout.resume();
  return { socket, durability: 'appendonly, appendfsync always', stop };
}
