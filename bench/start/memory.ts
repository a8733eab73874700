// How much memory a process has, as Linux counts it.
import { readFile } from 'node:fs/promises';

export interface Memory {
  /** All pages it has in memory, also those that it shares with others. */
  readonly rssMiB: number;
  /** The same, with shared pages divided among those that share them. */
  readonly pssMiB: number;
}

/** Null where there is no /proc. */
export async function memoryOf(pid: number | undefined): Promise<Memory | null> {
  if (process.platform !== 'linux' || pid === undefined) return null;
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  return { rssMiB: mib('Rss'), pssMiB: mib('Pss') };
}
