// What a setup command made, kept for the next copy: where a project names the files that decide (its lockfiles) and the
// folders that setup fills, it runs once for each content of those files. Only what setup made in a copy without any work of
// an agent is kept, and it is copied, never linked: no task can change what another one gets.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename, utimes } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import { setupHash } from './setup-hash.ts';
import type { SetupCacheRule, SetupKey } from './setup-hash.ts';

export interface SetupCacheInput extends SetupKey {
  readonly rule: SetupCacheRule;
  /** The copy's tree. */
  readonly tree: string;
  /** Where this project's are kept. */
  readonly store: string;
  readonly remove: (dir: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How many are kept of a project; a branch or two, and the one before an update. */
const maxKept = 4;
const copyTimeoutMs = 10 * 60_000;

/** Fills the folders from what is kept. False: nothing is kept for this, or it could not be used; setup has to run. */
export async function takeSetup(input: SetupCacheInput): Promise<boolean> {
  const from = await entryOf(input);
  if (from === null || !(await isFolder(from)) || !(await areFree(input))) return false;
  for (const folder of input.rule.folders) {
    const kept = join(from, folder);
    if ((await isFolder(kept)) && !(await copy(kept, join(input.tree, folder), input.signal))) {
      // Half a folder would be worse than none.
      for (const each of input.rule.folders) await input.remove(join(input.tree, each));
      return false;
    }
  }
  const now = new Date();
  await utimes(from, now, now).catch(() => undefined);
  return true;
}

/** Keeps what setup made. Never throws for what it cannot keep; says why. */
export async function keepSetup(input: SetupCacheInput): Promise<string | null> {
  const to = await entryOf(input);
  if (to === null) return null;
  const unfinished = `${to}.${randomUUID()}.new`;
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    for (const folder of input.rule.folders) {
      const made = join(input.tree, folder);
      if (!(await isFolder(made)) || !(await isInside(input.tree, made))) continue;
      await mkdir(dirname(join(unfinished, folder)), { recursive: true });
      if (!(await copy(made, join(unfinished, folder), input.signal)))
        throw new Error(`${folder} could not be copied`);
    }
    if (await isFolder(to)) await input.remove(unfinished);
    else await rename(unfinished, to);
    await forgetOld(input);
    return null;
  } catch (error) {
    await input.remove(unfinished).catch(() => undefined);
    return messageOf(error);
  }
}

async function entryOf(input: SetupCacheInput): Promise<string | null> {
  const hash = await setupHash(input.tree, input.rule, input);
  return hash === null ? null : join(input.store, hash);
}

async function forgetOld({ store, remove }: SetupCacheInput): Promise<void> {
  const names = (await readdir(store)).filter((name) => !name.endsWith('.new'));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await lstat(join(store, name))).mtimeMs })),
  );
  const old = aged.toSorted((a, b) => b.at - a.at).slice(maxKept);
  for (const { name } of old) await remove(join(store, name));
}

/** Whether nothing is where the folders go, and no link of the tree leads elsewhere. */
async function areFree({ tree, rule }: SetupCacheInput): Promise<boolean> {
  for (const folder of rule.folders) {
    const at = join(tree, folder);
    const there = await lstat(at).catch(() => undefined);
    if (there !== undefined || !(await isInside(tree, dirname(at)))) return false;
  }
  return true;
}

async function isInside(tree: string, path: string): Promise<boolean> {
  const [top, real] = await Promise.all([realpath(tree), realpath(path).catch(() => '')]);
  return real === top || real.startsWith(`${top}${sep}`);
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() === true;
}

/** With links, modes and times as they are; shares the blocks where the file system can. */
async function copy(from: string, to: string, signal: AbortSignal): Promise<boolean> {
  const share = process.platform === 'linux' ? ['--reflink=auto'] : [];
  const end = await exec(['cp', '-a', ...share, '--', from, to], {
    env: { PATH: '/usr/bin:/bin' },
    timeoutMs: copyTimeoutMs,
    maxOutput: 10_000,
    signal,
  });
  return end.exitCode === 0;
}
