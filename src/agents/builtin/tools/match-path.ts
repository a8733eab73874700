// Whether a path fits a glob. ripgrep's own `--glob` is not used for this: it brings ignored files back.
import { matchesGlob } from 'node:path';

/** A glob without a slash fits names in every folder, as in .gitignore. */
export function matchPath(path: string, glob: string): boolean {
  const clean = glob.replace(/^\.?\//, '');
  return matchesGlob(path, clean.includes('/') ? clean : `**/${clean}`) || isInHiddenFolder(path, clean);
}

// `**` does not enter hidden folders, but a pattern for names should find `.github/workflows/x.yml`.
function isInHiddenFolder(path: string, glob: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !glob.includes('/') && matchesGlob(name, glob);
}
