// What does not go together, in words: who with whom, in which files, and the lines of both with what was there before.
import type { ConflictsJson } from '../api/queue-schemas.ts';
import { isForeknown } from '../api/states.ts';
import { sourceWords } from './resolution-words.ts';
import { label } from './summary.ts';
import type { Style } from './style.ts';
import { clean, oneLine, plural } from './text.ts';

type Project = ConflictsJson['projects'][number];
type Conflict = Project['conflicts'][number];
type File = Conflict['files'][number];
type Hunk = NonNullable<File['hunks']>[number];

export interface ConflictOptions {
  readonly withProject: boolean;
  readonly style: Style;
}

export function conflictText({ projects }: ConflictsJson, options: ConflictOptions): string {
  if (projects.length === 0) return 'No task has work that could conflict.';
  return projects.map((project) => projectText(project, options)).join('\n\n');
}

function projectText(project: Project, options: ConflictOptions): string {
  const { style, withProject } = options;
  const { branch, branch_commit: commit, compared, conflicts } = project;
  const where = withProject ? `${project.project_name}: ` : '';
  const against = `${plural(compared, 'task')} compared with ${oneLine(branch)} (${commit.slice(0, 10)}) and each other`;
  const known = conflicts.filter((conflict) => isForeknown(conflict)).length;
  const found = [
    conflicts.length === 0 ? 'no conflicts' : plural(conflicts.length, 'conflict'),
    ...(known === 0 ? [] : [`${known} of them would be resolved as before`]),
  ].join(', ');
  return [`${where}${found}; ${against}`, ...conflicts.map((one) => conflictOf(one, branch, style))].join(
    '\n\n',
  );
}

export const kindWords: Readonly<Record<File['kind'], string>> = {
  content: 'the same lines',
  both_added: 'added by both',
  binary: 'binary, changed by both',
  deleted: 'deleted by one, changed by the other',
  renamed: 'renamed',
  type: 'made another kind of file',
  submodule: 'a submodule',
  folder: 'a file and a folder',
  other: 'cannot be brought together',
};

function conflictOf({ task, other, files, reason }: Conflict, branch: string, style: Style): string {
  const first = task === null ? oneLine(branch) : label(task);
  const title = style.bold(`${first} and ${label(other)} (${other.state})`);
  if (reason !== null) return `${title}\n  could not be compared: ${oneLine(reason)}`;
  const names: Names = {
    ours: task === null ? oneLine(branch) : `#${task.number}`,
    theirs: `#${other.number}`,
  };
  return [title, ...files.flatMap((file) => fileLines(file, names, style))].join('\n');
}

interface Names {
  readonly ours: string;
  readonly theirs: string;
}

function fileLines(file: File, names: Names, style: Style): readonly string[] {
  return [
    `  ${oneLine(file.path)}: ${kindWords[file.kind]}${file.resolution === null ? '' : `; ${foreseen(file.resolution)}`}`,
    ...(file.hunks ?? []).flatMap((hunk) => hunkLines(hunk, names, style)),
  ];
}

function foreseen({ path, source }: NonNullable<File['resolution']>): string {
  return `would be resolved as in ${oneLine(path)} (${sourceWords[source]})`;
}

function hunkLines({ line, ours, base, theirs }: Hunk, names: Names, style: Style): readonly string[] {
  const part = (
    name: string,
    lines: readonly string[],
    paint: (text: string) => string,
  ): readonly string[] => [
    style.dim(`      ${name}:`),
    ...(lines.length === 0
      ? [style.dim('        (nothing)')]
      : lines.map((text) => paint(`        ${clean(text)}`))),
  ];
  return [
    style.dim(`    line ${line}`),
    ...part(names.ours, ours, style.green),
    ...(base.length === 0 ? [] : part('before', base, style.dim)),
    ...part(names.theirs, theirs, style.yellow),
  ];
}
