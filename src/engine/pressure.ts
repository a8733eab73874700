// Admission by what the machine has left. An agent and its builds need memory and disk; starting one more when there is
// none takes down those that already run, so the queue waits instead and says so.
import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';

export interface Floors {
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** What is short, in words, or null. `dir` is on the disk that counts. A floor of 0 is never reached. */
export async function pressureOn(dir: string, floors: Floors): Promise<string | null> {
  const memory = freemem();
  if (memory < floors.memoryBytes) return short('memory', memory, floors.memoryBytes);
  if (floors.diskBytes === 0) return null;
  const { bavail, bsize } = await statfs(dir);
  const disk = bavail * bsize;
  return disk < floors.diskBytes ? short('disk', disk, floors.diskBytes) : null;
}

function short(what: string, free: number, floor: number): string {
  return `not enough ${what}: ${gib(free)} free, ${gib(floor)} must stay`;
}

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
