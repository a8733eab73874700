// What does not go together, for somebody who wants to see the lines: the radar's judgement of now, and of as many
// conflicts as can be read at once the lines that both changed.
import { isWithin } from '../../domain/access.ts';
import type { Reach } from '../../domain/access.ts';
import type { ConflictFile, ConflictHunk, Verdict } from '../../domain/conflict.ts';
import type { Oid, ProjectId, TaskId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { Task } from '../../domain/task.ts';
import type { Foresight } from '../../workspaces/foresee.ts';
import type { EngineDeps } from '../deps.ts';
import type { Foreknown } from './foreknown.ts';
import type { Judgement } from './judge.ts';
import type { Radar, View } from './radar.ts';

export interface ConflictQuery {
  /** Null: all projects of this home within reach. */
  readonly project: ProjectId | null;
  /** Null: of all tasks. */
  readonly task: TaskId | null;
  readonly reach: Reach;
}

export interface FileView extends ConflictFile {
  /** What the memory would resolve it with; null: nothing. */
  readonly resolution: Resolution | null;
  /** Null: it has no lines, or there were too many conflicts to read those of all. */
  readonly hunks: readonly ConflictHunk[] | null;
}

export interface Clash {
  /** Null: the branch. Its lines are `ours`. */
  readonly first: Task | null;
  readonly second: Task;
  /** None where git could not say: `reason` has its words then. */
  readonly files: readonly FileView[];
  readonly reason: string | null;
}

export interface ConflictView {
  readonly project: Project;
  /** The commit of the branch that all was held against. */
  readonly branchHead: Oid;
  /** How many pieces of work there are. */
  readonly works: number;
  readonly clashes: readonly Clash[];
}

/** More than a person reads; the files are named all the same. */
const maxClashesWithLines = 50;
const maxFilesWithLines = 20;
const maxHunks = 20;
const maxLines = 60;
const maxBytes = 1024 * 1024;

/** One for each project with work, in the order of the projects. */
export async function conflictView(
  { store, home }: Pick<EngineDeps, 'store' | 'home'>,
  radar: Radar,
  { project: only, task, reach }: ConflictQuery,
): Promise<readonly ConflictView[]> {
  const views: ConflictView[] = [];
  let left = maxClashesWithLines;
  for (const project of await store.projects.list()) {
    const isWanted = only === null ? isWithin(reach, project.id) : project.id === only;
    if (project.home !== home || !isWanted) continue;
    const view = await radar.look(project);
    const clashes = await clashesOf(view, task, left);
    left = Math.max(0, left - clashes.length);
    const { branch, alone } = view.judgement;
    if (alone.length > 0 || only !== null)
      views.push({ project, branchHead: branch, works: alone.length, clashes });
  }
  return views;
}

interface Found {
  readonly first: Task | null;
  readonly second: Task;
  readonly ours: Oid;
  readonly theirs: Oid;
  readonly verdict: Exclude<Verdict, { kind: 'clean' }>;
  /** None where git could not say. */
  readonly files: readonly Omit<FileView, 'hunks'>[];
}

async function clashesOf(
  { hub, tasks, judgement, known }: View,
  only: TaskId | null,
  mostWithLines: number,
): Promise<readonly Clash[]> {
  const found = all(judgement, known, new Map(tasks.map((task) => [task.id, task]))).filter(
    ({ first, second }) => only === null || first?.id === only || second.id === only,
  );
  if (found.length === 0) return [];
  return hub.foresee(async (within) => {
    const clashes: Clash[] = [];
    for (const [index, each] of found.entries())
      clashes.push(index < mostWithLines ? await withLines(within, each) : inShort(each));
    return clashes;
  });
}

function all(
  { branch, alone, pairs }: Judgement,
  known: Foreknown,
  tasks: ReadonlyMap<TaskId, Task>,
): readonly Found[] {
  const found: Found[] = [];
  const filesOf = (verdict: Verdict, met: TaskId): Found['files'] =>
    verdict.kind !== 'conflict'
      ? []
      : verdict.files.map(({ path, kind, conflict }) => ({ path, kind, resolution: known(conflict, met) }));
  for (const { work, verdict } of alone) {
    const second = tasks.get(work.task);
    if (second !== undefined && verdict.kind !== 'clean')
      found.push({
        first: null,
        second,
        ours: branch,
        theirs: work.head,
        verdict,
        files: filesOf(verdict, second.id),
      });
  }
  for (const pair of pairs) {
    const [first, second] = [tasks.get(pair.first.task), tasks.get(pair.second.task)];
    const { verdict } = pair;
    if (first !== undefined && second !== undefined && verdict.kind !== 'clean')
      found.push({
        first,
        second,
        ours: pair.first.head,
        theirs: pair.second.head,
        verdict,
        files: filesOf(verdict, second.id),
      });
  }
  return found;
}

// The lines are those of the two as they are. Where they meet only by way of the branch, the files alone are named.
async function withLines(within: Foresight, found: Found): Promise<Clash> {
  const { first, second, ours, theirs, verdict } = found;
  if (verdict.kind === 'unknown') return inShort(found);
  const [forecast] = await within.merges([{ ours, theirs }]);
  if (forecast?.kind !== 'conflict') return inShort(found);
  const paths = found.files.slice(0, maxFilesWithLines).map(({ path }) => path);
  const lines = await within.hunks({ ours, theirs }, forecast.tree, paths, maxBytes);
  const files = found.files.map((file) => ({ ...file, hunks: bounded(lines.get(file.path)) }));
  return { first, second, files, reason: null };
}

function inShort({ first, second, verdict, files }: Found): Clash {
  if (verdict.kind === 'unknown') return { first, second, files: [], reason: verdict.reason };
  return { first, second, files: files.map((file) => ({ ...file, hunks: null })), reason: null };
}

function bounded(hunks: readonly ConflictHunk[] | undefined): readonly ConflictHunk[] | null {
  if (hunks === undefined || hunks.length === 0) return null;
  const cut = (lines: readonly string[]): readonly string[] =>
    lines.length <= maxLines
      ? lines
      : [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`];
  return hunks.slice(0, maxHunks).map(({ line, ours, base, theirs }) => ({
    line,
    ours: cut(ours),
    base: cut(base),
    theirs: cut(theirs),
  }));
}
