// Finds a program as a shell would, so that a missing one is named before anything is started.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** The program's path, or null. One with a slash in its name is not looked up: it is relative to `from`. */
export function locate(program: string, path: string, from = '/'): string | null {
  if (program.includes('/')) return whenExecutable(resolve(from, program));
  const folders = path.split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const found = whenExecutable(join(folder, program));
    if (found !== null) return found;
  }
  return null;
}

function whenExecutable(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : null;
  } catch {
    // Missing, or not ours to run: for the search both mean "not here".
    return null;
  }
}
