// Finds processes that outlived their daemon. Process ids and groups are reused and escaped from; what a process cannot
// shed is the environment it was started with: a HOME that no other program has, or a mark of ours.
import { readdir, readFile } from 'node:fs/promises';
import { sep } from 'node:path';

/** Kills every process whose HOME lies in `dir`; returns how many. Only where /proc shows environments (Linux): else 0. */
export async function killByHome(dir: string): Promise<number> {
  return killWith((entry) => entry.startsWith(`HOME=${dir}${sep}`));
}

/** The same for those that were started with this value of a variable. */
export async function killMarked(variable: string, value: string): Promise<number> {
  return killWith((entry) => entry === `${variable}=${value}`);
}

async function killWith(fits: (entry: string) => boolean): Promise<number> {
  const killed = new Set<number>();
  // A process may start another between our look and our signal, so we look again until there is no new one.
  while (await killOnce(fits, killed));
  return killed.size;
}

async function killOnce(fits: (entry: string) => boolean, killed: Set<number>): Promise<boolean> {
  const before = killed.size;
  for (const entry of await readdir('/proc').catch(() => [])) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (!(await hasEntry(pid, fits))) continue;
    if (kill(pid)) killed.add(pid);
  }
  return killed.size > before;
}

async function hasEntry(pid: number, fits: (entry: string) => boolean): Promise<boolean> {
  // Gone by now, or another user's: not ours.
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').some(fits);
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    // It ended between the look and the kill.
    return false;
  }
}
