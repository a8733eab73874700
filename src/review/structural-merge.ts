// A conflict of lines need not be one of structure: two imports added in one place, two keys of an object. mergiraf
// (mergiraf.org, GPL-3.0) merges syntax trees; where the person has installed it, it is run as a program of its own, on one file
// at a time, in the way in which git runs a merge driver (gitattributes(5), “Defining a custom merge driver”).
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from '../lib/exec.ts';

export interface ThreeVersions {
  readonly base: Buffer;
  readonly ours: Buffer;
  readonly theirs: Buffer;
}

export interface DriverCall extends ThreeVersions {
  /** Its ending says which language it is. */
  readonly path: string;
  /** An empty folder for this call alone; the caller removes it. */
  readonly dir: string;
  readonly searchPath: string;
  readonly signal: AbortSignal;
}

/** It gives up by itself after 10 s; this is for one that does not. */
const timeoutMs = 20_000;

/** The merged file; null: it is not installed, knows no such file, or finds a conflict too. Throws the signal's reason alone. */
export async function structuralMerge(call: DriverCall): Promise<Buffer | null> {
  const { dir, path, signal } = call;
  await mkdir(dir, { recursive: true });
  const sides = ['base', 'ours', 'theirs'] as const;
  for (const side of sides) await writeFile(join(dir, side), call[side]);
  const labels = ['-s', 'base', '-x', 'ours', '-y', 'theirs', '-l', '7'];
  const argv = ['mergiraf', 'merge', '--git', ...sides.map((side) => join(dir, side)), ...labels, '-p', path];
  try {
    // It writes the outcome over the file of our side, and exits with 0 when nothing is left open.
    const end = await exec(argv, {
      cwd: dir,
      env: { PATH: call.searchPath, HOME: dir },
      timeoutMs,
      maxOutput: 64 * 1024,
      signal,
    });
    return end.exitCode === 0 ? await readFile(join(dir, 'ours')) : null;
  } catch {
    signal.throwIfAborted();
    // Not installed, most likely; a driver that does not start resolves nothing either.
    return null;
  }
}
