// The files of a result, as lines: status letter, path, added and deleted lines.
import type { ChangedFileJson } from '../api/schemas.ts';
import type { Style } from './style.ts';
import { clean, plural, widthOf } from './text.ts';

const letters = { added: 'A', modified: 'M', deleted: 'D', renamed: 'R', type_changed: 'T' } as const;

/** `3 files changed, +12 −4`. */
export function changedLines(files: readonly ChangedFileJson[], style: Style): string {
  const sum = (name: 'additions' | 'deletions'): number =>
    files.reduce((total, file) => total + (file[name] ?? 0), 0);
  return `${plural(files.length, 'file')} changed, ${counts(sum('additions'), sum('deletions'), style)}`;
}

export function fileLines(files: readonly ChangedFileJson[], style: Style): string[] {
  const names = files.map(nameOf);
  const width = Math.max(0, ...names.map(widthOf));
  return files.map((file, index) => {
    const name = names[index] ?? '';
    const lines =
      file.additions === null || file.deletions === null
        ? 'binary'
        : counts(file.additions, file.deletions, style);
    return `${letters[file.status]} ${name}${' '.repeat(width - widthOf(name))}  ${lines}`;
  });
}

function nameOf(file: ChangedFileJson): string {
  return clean(file.from === null ? file.path : `${file.from} → ${file.path}`).replace(/[\n\t]/g, ' ');
}

function counts(additions: number, deletions: number, style: Style): string {
  return `${style.green(`+${additions}`)} ${style.red(`−${deletions}`)}`;
}
