// An agent's HOME: its own folder, with the files its entry wants there. An earlier attempt of the agent may have left
// anything in it, also a symbolic link in place of a settings folder, and we must never write through one.
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { AppError } from '../domain/errors.ts';

export async function prepareHome(home: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(home, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    if (isAbsolute(path) || normalize(path).split(sep).includes('..'))
      throw new AppError('invalid_config', `The file "${path}" of an agent is outside its HOME.`, {
        next: 'Name it relative to HOME, without "..".',
      });
    await writeInside(home, normalize(path), content);
  }
}

async function writeInside(home: string, path: string, content: string): Promise<void> {
  let folder = home;
  for (const name of dirname(path)
    .split(sep)
    .filter((part) => part !== '.')) {
    folder = join(folder, name);
    await makeRealFolder(folder);
  }
  const file = join(home, path);
  const fresh = `${file}.${process.pid}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, content, { flag: 'wx', mode: 0o600 });
  // A rename replaces a symbolic link instead of following it.
  await rename(fresh, file);
}

async function makeRealFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    if (!isExisting(error)) throw error;
  });
  const found = await lstat(folder);
  if (found.isDirectory()) return;
  // Only a link or a file that the agent itself put there: ours to replace, in a HOME that is ours.
  await rm(folder);
  await mkdir(folder);
}

// A dangling link is "there already" for mkdir.
function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT');
}
