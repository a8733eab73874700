// Looks at one commit and draws the map of it. Reads a few small files and lists the rest; nothing of the repository runs.
import type { Oid } from '../../domain/ids.ts';
import { stripAnsi } from '../../lib/text.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { proposeCommands, readForCommands } from './commands.ts';
import { foldersOf } from './folders.ts';
import { bounds } from './knowledge.ts';
import type { Guide, Imported, Knowledge } from './knowledge.ts';
import { importLine, isSource, mostImported } from './imports.ts';
import { languagesOf } from './languages.ts';

export type Source = Pick<Hub, 'listFiles' | 'readFile' | 'mainline' | 'linesWith'>;

/** A look at a commit: its map, and all paths that it was drawn from, for what is to be checked against them. */
export interface Look {
  readonly knowledge: Knowledge;
  readonly paths: ReadonlySet<string>;
  /** Whether these are all paths there are. */
  readonly isWhole: boolean;
}

const guideNames = [
  'AGENTS.md',
  'CLAUDE.md',
  'QWEN.md',
  'GEMINI.md',
  'README.md',
  'CONTRIBUTING.md',
  'README',
];
const manifestNames =
  /(?:^|\/)(?:package\.json|pyproject\.toml|requirements[\w.-]*\.txt|setup\.(?:py|cfg)|Pipfile|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|mix\.exs|CMakeLists\.txt|Makefile|justfile|Dockerfile|docker-compose\.ya?ml|tsconfig\.json|deno\.json|Package\.swift|[\w.-]+\.csproj)$/;

/** Throws what git throws; a commit that is not there is `git_failed`. */
export async function look(source: Source, commit: Oid): Promise<Look> {
  const { files, truncated } = await source.listFiles(commit, bounds.files);
  const paths = files.map(({ path }) => path);
  const there = new Set(paths);
  const texts = new Map<string, string>();
  for (const path of readForCommands.filter((name) => there.has(name))) {
    const text = await source.readFile(commit, path);
    if (text !== null) texts.set(path, text);
  }
  const guides = await readGuides(
    source,
    commit,
    guideNames.filter((name) => there.has(name)),
  );
  const recent = await source.mainline(commit, { limit: bounds.log });
  const { imported, leftOut: importsLeftOut } = await importsOf(source, commit, there);
  const { folders, leftOut: foldersLeftOut } = foldersOf(paths);
  const manifests = paths.filter((path) => manifestNames.test(path));
  const leftOut = [
    ...(truncated ? [`Only the first ${paths.length} files were looked at.`] : []),
    ...(foldersLeftOut > 0 ? [`${foldersLeftOut} folders that lie deepest are not listed.`] : []),
    ...(manifests.length > bounds.manifests
      ? [`${manifests.length - bounds.manifests} more manifests are not listed.`]
      : []),
    ...importsLeftOut,
    ...guides.filter(({ isCut }) => isCut).map(({ path }) => `${path} goes on.`),
  ];
  const knowledge = {
    commit,
    files: paths.length,
    folders,
    languages: languagesOf(paths),
    manifests: manifests.slice(0, bounds.manifests),
    commands: proposeCommands({ has: (path) => there.has(path), texts }),
    imported,
    guides,
    log: recent.map(({ message }) => printable(message.split('\n', 1)[0] ?? '').slice(0, 120)),
    leftOut,
  };
  return { knowledge, paths: there, isWhole: !truncated };
}

async function importsOf(
  source: Source,
  commit: Oid,
  paths: ReadonlySet<string>,
): Promise<{ readonly imported: readonly Imported[]; readonly leftOut: readonly string[] }> {
  const sources = [...paths].filter((path) => isSource.test(path)).length;
  if (sources === 0) return { imported: [], leftOut: [] };
  if (sources > bounds.sources)
    return { imported: [], leftOut: [`Who imports what was not looked at: there are ${sources} sources.`] };
  const { lines, truncated } = await source.linesWith(commit, importLine);
  const { imported, leftOut } = mostImported(lines, paths);
  return {
    imported,
    leftOut: [
      ...(truncated ? ['Not all imports were looked at.'] : []),
      ...(leftOut > 0 ? [`${leftOut} more files that several others import are not listed.`] : []),
    ],
  };
}

async function readGuides(source: Source, commit: Oid, names: readonly string[]): Promise<readonly Guide[]> {
  const found: Guide[] = [];
  for (const path of names.slice(0, bounds.guides)) {
    const text = await source.readFile(commit, path);
    if (text === null) continue;
    const clean = printable(text);
    found.push({ path, text: clean.slice(0, bounds.guide), isCut: clean.length > bounds.guide });
  }
  return found;
}

// It is shown on terminals and put into prompts: what moves a cursor or cannot be seen has no place in either.
function printable(text: string): string {
  return stripAnsi(text).replaceAll(unprintable, '');
}

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;
