// Whether a path fits a glob. ripgrep's own `--glob` is not used for this: it brings ignored files back.
import { matchesGlob } from 'node:path';

/** A glob for names (without a folder in it) fits in every folder, hidden ones too, as in .gitignore. */
export function matchPath(path: string, glob: string): boolean {
  const clean = glob.replace(/^(\.\/|\/)/, '').replace(/^(\*\*\/)+(?=[^/]*$)/, '');
  return matchesGlob(clean.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1), clean);
}
