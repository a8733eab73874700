// Whether a path lies inside a folder, decided on names alone: both must be absolute and free of symlinks.
import { sep } from 'node:path';

/** Strictly below: a folder is not below itself. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) && path.length > folder.length + 1;
}

/** One name of a path, and nothing that could lead elsewhere. */
export function pathName(text: string): string {
  if (/^(?!\.)[\w.-]+$/.test(text)) return text;
  throw new Error(`“${text}” cannot name a folder`);
}
