// A merge that git could not finish, file by file: what each side has, and the tree with markers. Whoever knows how some of the
// files are to be gives them; when none is left, it is a merge like any other.
import { createHash } from 'node:crypto';
import type { Oid } from '../domain/ids.ts';
import type { ConflictSides } from '../domain/resolution.ts';
import type { Sides } from './conflict-hunks.ts';
import { asOid, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import { parseForecasts } from './merge-tree-output.ts';
import type { MergeForecast, Stages } from './merge-tree-output.ts';
import { treeWith } from './partial-tree.ts';
import type { TreeEntry } from './partial-tree.ts';
import type { ConflictedMerge, MergeConflict, MergeOutcome, Resolve, ResolvedFile } from './workspaces.ts';

/** Null: there is no conflict. */
export async function conflicted(git: Git, gitDir: string, sides: Sides): Promise<ConflictedMerge | null> {
  const [forecast] = await mergesWithMarkers(git, { gitDir }, [sides]);
  if (forecast === undefined) throw new Error('git merge-tree said nothing of a merge');
  return forecast.kind === 'clean' ? null : { tree: forecast.tree, files: conflictsIn(forecast) };
}

export async function mergeResolved(
  git: Git,
  gitDir: string,
  sides: Sides,
  resolve: Resolve,
): Promise<MergeOutcome> {
  const conflict = await conflicted(git, gitDir, sides);
  if (conflict === null)
    throw new Error(`${sides.theirs} merged into ${sides.ours}, and a moment ago it did not`);
  const resolved = await resolve(conflict);
  const paths = new Set(resolved.map(({ path }) => path));
  const left = conflict.files.filter(({ path }) => !paths.has(path));
  if (left.length > 0) return { kind: 'conflict', files: left.map(({ path }) => path) };
  return { kind: 'clean', tree: await treeWith(git, gitDir, conflict.tree, resolved.map(entryOf)) };
}

/** In the order of the questions, all by one process. In conflicts, both sides stand between markers, with what was before. */
export async function mergesWithMarkers(
  git: Git,
  at: HostCall,
  questions: readonly Sides[],
): Promise<readonly MergeForecast[]> {
  if (questions.length === 0) return [];
  const input = questions.map(({ ours, theirs }) => `${asOid(ours)} ${asOid(theirs)}\n`).join('');
  const args = ['-c', 'merge.conflictStyle=zdiff3', 'merge-tree', '--write-tree', '--stdin', '-z'];
  const { stdout } = await git.host(args, { ...at, input });
  return parseForecasts(splitZ(stdout).map((entry) => entry.toString('utf8')));
}

export function conflictsIn({
  files,
  stages,
}: Extract<MergeForecast, { kind: 'conflict' }>): readonly MergeConflict[] {
  const renamed = files.filter(({ kind }) => kind === 'renamed');
  const among = renamed.map(({ path }) => [path, [...(stages.get(path) ?? none)]]);
  const areFiles = renamed.every(({ path }) => isFile(path, stages.get(path) ?? none));
  return files.map((file) => {
    const { path, kind } = file;
    const of = stages.get(path);
    const mode = modeOf(of);
    if (kind === 'renamed')
      return { ...file, sides: areFiles ? sidesOf(of ?? none, digest([path, among])) : null, mode };
    const isAlone = of !== undefined && kindsOfOneFile.includes(kind) && isFile(path, of);
    return { ...file, sides: isAlone ? sidesOf(of, null) : null, mode };
  });
}

const none: Stages = new Map();
const kindsOfOneFile: readonly string[] = ['content', 'both_added', 'binary', 'deleted'];

function sidesOf(stages: Stages, place: string | null): ConflictSides {
  const blob = (stage: string): Oid | null => stages.get(stage)?.blob ?? null;
  return { base: blob('1'), ours: blob('2'), theirs: blob('3'), place };
}

/** Also where no side has it any more. Not a name that is no text, which would not be found again. */
function isFile(path: string, stages: Stages): boolean {
  return !path.includes('\uFFFD') && [...stages.values()].every(({ mode }) => mode.startsWith('100'));
}

function digest(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 40);
}

/** That of the side which changed it. */
function modeOf(stages: Stages | undefined): string {
  const mode = (stage: string): string | undefined => stages?.get(stage)?.mode;
  const [base, ours, theirs] = [mode('1'), mode('2'), mode('3')];
  if (ours !== undefined && ours !== base) return ours;
  return theirs ?? ours ?? '100644';
}

export function entryOf({ path, mode, blob }: ResolvedFile): TreeEntry {
  const [gone, nothing] = ['000000', '0'.repeat(40)];
  return { mode: blob === null ? gone : mode, object: blob ?? nothing, path: Buffer.from(path) };
}
