// Which files many others import: what breaks most when it changes. Read from the lines that import something, by their form
// alone: cheap, and blind to what a build resolves otherwise (aliases, generated files). JavaScript, TypeScript and Python.
import { posix } from 'node:path';
import { bounds } from './knowledge.ts';
import type { Imported } from './knowledge.ts';

export interface ImportLine {
  readonly path: string;
  readonly text: string;
}

/** Whose imports are understood. */
export const isSource = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|py)$/;

/** An extended regular expression, as git takes it. */
export const importLine =
  `(from|import|require)[[:space:]]*\\(?[[:space:]]*["']\\.\\.?/` +
  `|^[[:space:]]*(from[[:space:]]+[.A-Za-z_][.A-Za-z0-9_]*[[:space:]]+import[[:space:]]|import[[:space:]]+[A-Za-z_])`;

/** Most importers first; a file that imports another in several lines counts once. */
export function mostImported(
  lines: readonly ImportLine[],
  paths: ReadonlySet<string>,
): { readonly imported: readonly Imported[]; readonly leftOut: number } {
  const importers = new Map<string, Set<string>>();
  for (const { path, text } of lines.filter((one) => isSource.test(one.path)))
    for (const target of path.endsWith('.py') ? pythonTargets(path, text) : scriptTargets(path, text)) {
      const found = target.find((one) => paths.has(one));
      if (found === undefined || found === path) continue;
      const known = importers.get(found) ?? new Set();
      importers.set(found, known.add(path));
    }
  const all = [...importers]
    .filter(([, by]) => by.size > 1)
    .map(([path, by]) => ({ path, count: by.size, by: [...by].sort().slice(0, bounds.importers) }))
    .sort((one, other) => other.count - one.count || (one.path < other.path ? -1 : 1));
  return { imported: all.slice(0, bounds.imported), leftOut: Math.max(0, all.length - bounds.imported) };
}

const scriptEndings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];

/** For each thing that is imported, the paths that may be it, the likeliest first. */
function scriptTargets(path: string, text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*["'](\.\.?\/[^"']*)["']/g)].map(
    ([, name = '']) => {
      const base = posix.join(posix.dirname(path), name).replace(/\/$/, '');
      return [
        ...scriptEndings.map((ending) => `${base}${ending}`),
        // TypeScript is imported by the name that it is built to.
        ...(/\.[cm]?jsx?$/.test(base) ? [base.replace(/js(x?)$/, 'ts$1')] : []),
        ...scriptEndings.slice(1).map((ending) => `${base}/index${ending}`),
      ];
    },
  );
}

function pythonTargets(path: string, text: string): readonly (readonly string[])[] {
  const from = /^\s*from\s+(\.*)([\w.]*)\s+import\s+\(?\s*([\w, ]*)/.exec(text);
  if (from !== null) {
    const [, dots = '', module = '', names = ''] = from;
    const root = dots === '' ? null : posix.join(posix.dirname(path), '../'.repeat(dots.length - 1));
    const first = /^\w+/.exec(names.trim())?.[0] ?? '';
    const inner = module.replaceAll('.', '/');
    return [candidates(root, inner === '' ? first : inner, inner === '' ? '' : first)];
  }
  const [, list = ''] = /^\s*import\s+([\w., ]+)/.exec(text) ?? [];
  return list
    .split(',')
    .map((name) => candidates(null, (name.trim().split(' ')[0] ?? '').replaceAll('.', '/'), ''));
}

/** `root` null: from the root of the repository, or from `src/`. */
function candidates(root: string | null, module: string, name: string): readonly string[] {
  if (module === '') return [];
  const roots = root === null ? ['', 'src'] : [root];
  const inside = name === '' ? [] : [`${module}/${name}.py`];
  return roots.flatMap((one) =>
    [...inside, `${module}.py`, `${module}/__init__.py`].map((path) => posix.join(one, path)),
  );
}
