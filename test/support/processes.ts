// Which processes still run. In a container whose first process reaps nothing, a killed orphan stays as a zombie: it has
// a pid and answers signal 0, and is dead all the same.
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // No /proc here (macOS), or it went between the two looks: then the signal's answer counts.
    return process.platform !== 'linux';
  }
}

/** Whether it is gone within two seconds: a signal takes effect a moment after it was sent. */
export async function isSoonGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isRunning(pid); tries += 1) await delay(10);
  return !isRunning(pid);
}

/**
 * The living processes in whose environment one of the entries (`NAME=value`) stands, with their command lines. An entry
 * that ends in a slash stands for all that begin like it. Where there is no /proc (macOS) it finds none.
 */
export function runningWith(...entries: readonly string[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const own = readParts(pid, 'environ');
    const fits = (part: string): boolean =>
      entries.some((entry) => (entry.endsWith('/') ? part.startsWith(entry) : part === entry));
    if (own.some(fits) && isRunning(pid)) found.set(pid, readParts(pid, 'cmdline').join(' ').trim());
  }
  return found;
}

function readParts(pid: number, file: 'environ' | 'cmdline'): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // It ended between the two looks, or is somebody else's.
  }
}
