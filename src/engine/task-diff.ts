// What a task changed, against the commit that it started from; of its newest work, or of an earlier attempt, whose last
// commit stays in the hub.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import type { ChangedFile } from '../domain/result.ts';
import { isLive, isOutside, label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { EngineDeps } from './deps.ts';
import { findProject } from './find.ts';
import { basesOf } from './history.ts';
import { pinName } from './run-context.ts';

export interface TaskDiff {
  readonly base: Oid;
  readonly head: Oid;
  readonly files: readonly ChangedFile[];
  readonly patch: string;
  readonly truncated: boolean;
}

export interface DiffQuery {
  readonly attempt?: number | undefined;
  /** Of the patch: the files are told all the same. */
  readonly ignoresSpace?: boolean;
}

/** A patch beyond this is cut, and says so. */
const maxPatchBytes = 20 * 1024 * 1024;

/** Throws `not_found` when nothing was committed, or there was no such attempt. */
export async function diffOf(deps: EngineDeps, task: Task, query: DiffQuery): Promise<TaskDiff> {
  const project = await findProject(deps.store, task.projectId);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const ends = await endsOf(deps, hub, task, query.attempt);
  const [files, patch] = await Promise.all([
    hub.changedFiles(ends.base, ends.head),
    hub.patch(ends.base, ends.head, { maxBytes: maxPatchBytes, ignoresSpace: query.ignoresSpace === true }),
  ]);
  return { ...ends, files, patch: patch.text, truncated: patch.truncated };
}

export interface Ends {
  readonly base: Oid;
  readonly head: Oid;
}

/** The commits that are compared. Throws `not_found` when nothing was committed, or there was no such attempt. */
export async function endsOf(
  deps: EngineDeps,
  hub: Hub,
  task: Task,
  attempt: number | undefined,
): Promise<Ends> {
  return attempt === undefined ? newest(hub, task) : ofAttempt(deps, hub, task, attempt);
}

async function newest(hub: Hub, task: Task): Promise<Ends> {
  // What it had at its last end; or, as long as it goes on, what was committed since.
  const pinned = await hub.pinned(pinName(task));
  const goesOn = (isLive(task) && !isOutside(task)) || task.state === 'paused' || task.state === 'queued';
  const head = goesOn ? (pinned ?? task.result?.head ?? null) : (task.result?.head ?? pinned);
  const base = task.baseCommit;
  if (head === null || base === null)
    throw new AppError('not_found', `Task ${label(task)} is ${task.state} and has no committed work yet.`, {
      next: 'Watch it with `tasklane task logs --follow`.',
    });
  return { base, head };
}

async function ofAttempt(deps: EngineDeps, hub: Hub, task: Task, attempt: number): Promise<Ends> {
  const head = await hub.pinned(pinName(task, `attempt-${attempt}`));
  // Only when the next one begins is the work of an attempt put away under its number.
  if (head === null && attempt === task.attempt) return newest(hub, task);
  const base = (await basesOf(deps.store, task.id)).get(attempt);
  if (head === null || base === undefined)
    throw new AppError('not_found', `Task ${label(task)} has no committed work of an attempt ${attempt}.`, {
      next: 'See its attempts with `tasklane task history`.',
      details: { task: task.id, attempt, attempts: task.attempt },
    });
  return { base, head };
}
