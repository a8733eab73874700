// Finds processes that outlived their daemon. Process ids and groups are reused and escaped from; what a process cannot
// shed is the HOME it was started with, and ours is a folder that no other program has.
import { readdir, readFile } from 'node:fs/promises';
import { sep } from 'node:path';

/** Kills every process whose HOME lies in `dir`; returns how many. Only where /proc shows environments (Linux): else 0. */
export async function killByHome(dir: string): Promise<number> {
  const killed = new Set<number>();
  // A process may start another between our look and our signal, so we look again until there is no new one.
  while (await killOnce(dir, killed));
  return killed.size;
}

async function killOnce(dir: string, killed: Set<number>): Promise<boolean> {
  const before = killed.size;
  for (const entry of await readdir('/proc').catch(() => [])) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (!(await hasHomeIn(pid, dir))) continue;
    if (kill(pid)) killed.add(pid);
  }
  return killed.size > before;
}

async function hasHomeIn(pid: number, dir: string): Promise<boolean> {
  // Gone by now, or another user's: not ours.
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').some((entry) => entry.startsWith(`HOME=${dir}${sep}`));
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
