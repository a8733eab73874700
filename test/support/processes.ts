// Whether a process still runs. In a container whose first process reaps nothing, a killed orphan stays as a zombie:
// it has a pid and answers signal 0, and is dead all the same.
import { readFileSync } from 'node:fs';

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
