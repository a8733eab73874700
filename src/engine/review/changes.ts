// What a review shows of a task's work: its files with all that git knows of them, and their lines, for some at a time.
import { AppError } from '../../domain/errors.ts';
import { hasLines, isLarge } from '../../domain/file-diff.ts';
import type { FileEntry, Hunk } from '../../domain/file-diff.ts';
import type { Oid } from '../../domain/ids.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';
import { findProject } from '../find.ts';
import { endsOf } from '../task-diff.ts';

/** Why a file is told without its lines. */
export type Omitted = 'binary' | 'too_large';

export interface FileChanges {
  readonly entry: FileEntry;
  readonly hunks: readonly Hunk[];
  readonly omitted: Omitted | null;
}

export interface ChangesQuery {
  readonly attempt?: number | undefined;
  /** Only this file, however large it is. Throws `not_found` when it is not changed. */
  readonly path?: string | undefined;
  /** Lines around a change. */
  readonly context: number;
}

export interface TaskChanges {
  readonly base: Oid;
  readonly head: Oid;
  readonly entries: readonly FileEntry[];
  /** Reads the lines of some of the entries. */
  readonly read: (entries: readonly FileEntry[]) => Promise<readonly FileChanges[]>;
}

/** Of one answer. What is beyond it is told without its lines. */
const maxPatchBytes = 20 * 1024 * 1024;

/** Throws `not_found` when nothing was committed, or there was no such attempt. */
export async function changesOf(deps: EngineDeps, task: Task, query: ChangesQuery): Promise<TaskChanges> {
  const project = await findProject(deps.store, task.projectId);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const { base, head } = await endsOf(deps, hub, task, query.attempt);
  const all = await hub.fileEntries(base, head);
  const { path } = query;
  const entries = path === undefined ? all : all.filter((entry) => entry.path === path);
  if (path !== undefined && entries.length === 0) throw unchanged(task, path);
  const isShown = (entry: FileEntry): boolean => hasLines(entry) && (path !== undefined || !isLarge(entry));
  const read = async (some: readonly FileEntry[]): Promise<readonly FileChanges[]> => {
    const options = { context: query.context, maxBytes: maxPatchBytes };
    const hunks = await hub.hunksOf({ from: base, to: head }, some.filter(isShown), options);
    return some.map((entry) => ({
      entry,
      hunks: hunks.get(entry.path) ?? [],
      omitted: omittedOf(entry, hunks.has(entry.path)),
    }));
  };
  return { base, head, entries, read };
}

function omittedOf(entry: FileEntry, wasRead: boolean): Omitted | null {
  if (!hasLines(entry)) return 'binary';
  return wasRead ? null : 'too_large';
}

function unchanged(task: Task, path: string): AppError {
  return new AppError('not_found', `Task ${label(task)} did not change a file “${path}”.`, {
    next: 'See the files that it changed with `tasklane task diff --stat`.',
    details: { task: task.id, path },
  });
}
