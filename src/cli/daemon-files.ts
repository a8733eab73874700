// What a daemon leaves in its home for the commands: where it answers, and the token.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../api/request.ts';

export interface DaemonFile {
  readonly pid: number;
  readonly url: string;
  readonly version: string;
}

/** What daemon.json says; null when there is none, or half of one. It may be left over from a daemon that is gone. */
export async function readDaemonFile(home: string): Promise<DaemonFile | null> {
  const text = await readIfThere(join(home, 'daemon.json'));
  if (text === null) return null;
  try {
    const file = JSON.parse(text) as Partial<DaemonFile>;
    if (typeof file.pid !== 'number' || typeof file.url !== 'string') return null;
    return { pid: file.pid, url: file.url, version: String(file.version) };
  } catch {
    return null; // being written right now: as good as not there yet
  }
}

export async function connectionTo(home: string, daemon: DaemonFile): Promise<Connection | null> {
  const token = await readIfThere(join(home, 'token'));
  return token === null ? null : { url: daemon.url, token: token.trim() };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// In a container whose first process collects nothing, a process that has ended keeps its pid for ever.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return true; // it went between the two looks
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
