// Tasks: created, read, and changed by the one compare-and-swap.
import { sql } from 'kysely';
import { AppError } from '../../domain/errors.ts';
import type { ProjectId, TaskId } from '../../domain/ids.ts';
import { reduce } from '../../domain/lifecycle.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { branchName, firstFree } from '../../domain/names.ts';
import { createDraft, label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { ChangeOptions, TaskDraft, TaskFilter, Tasks } from '../store.ts';
import { allocate } from './counters.ts';
import { appendRecords } from './events.ts';
import { findTask } from './find-task.ts';
import { noProject, projectsOf } from './projects.ts';
import { asStored, decodeTask, encodeTask } from './rows.ts';
import type { Session, Tx } from './session.ts';
import { checkFence, noTask } from './task-head.ts';

export function tasks(session: Session): Tasks {
  return {
    create: (draft, actor) => session.write((tx) => create(tx, draft, actor)),
    get: (id) => session.read((tx) => get(tx, id)),
    find: (ref, projectId, reach) => session.read((tx) => findTask(tx, ref, projectId, reach)),
    list: (filter) => session.read((tx) => list(tx, filter)),
    change: (id, event, options) => session.write((tx) => change(tx, id, event, options)),
  };
}

async function create(tx: Tx, draft: TaskDraft, actor: string): Promise<Task> {
  const number = await nextNumber(tx, draft.projectId);
  const name = await freeName(tx, draft.projectId, draft.name);
  const at = tx.now();
  const branch = branchName(number, name, draft.phaseId === null ? 'tasklane' : 'parallel');
  const row = encodeTask(createDraft({ ...draft, number, name, branch, at }));
  await tx.db
    .insertInto('tasks')
    .values({ ...row, ordinal: await allocate(tx, 'task', 1) })
    .execute();
  const task = decodeTask(row);
  await appendRecords(tx, { taskId: task.id, projectId: task.projectId, actor, at }, [
    { type: 'task.created', task },
  ]);
  return task;
}

// Counted on the project, so that a number is not given out again.
async function nextNumber(tx: Tx, id: ProjectId): Promise<number> {
  const row = await tx.db
    .updateTable('projects')
    .set((column) => ({ last_number: column('last_number', '+', 1) }))
    .where('id', '=', id)
    .returning('last_number')
    .executeTakeFirst();
  if (row === undefined) throw noProject(id);
  return row.last_number;
}

async function freeName(tx: Tx, projectId: ProjectId, wanted: string): Promise<string> {
  const names = tx.db
    .selectFrom('tasks')
    .select('name')
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null);
  const taken = await names.where('name', '=', wanted).executeTakeFirst();
  if (taken === undefined) return wanted;
  // Only now all that begin alike: LIKE cannot use the index, and few names are taken.
  const alike = new Set((await names.where('name', 'like', `${wanted}%`).execute()).map((row) => row.name));
  return firstFree(wanted, (name) => alike.has(name));
}

async function get(tx: Tx, id: TaskId): Promise<Task | undefined> {
  const row = await tx.db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeTask(row);
}

async function list(tx: Tx, filter: TaskFilter): Promise<readonly Task[]> {
  if (filter.reach?.length === 0) return [];
  let select = tx.db.selectFrom('tasks').selectAll().orderBy('ordinal', 'desc');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (filter.home !== undefined) select = select.where('project_id', 'in', projectsOf(tx, filter.home));
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  if (filter.states !== undefined) {
    if (filter.states.length === 0) return [];
    select = select.where('state', 'in', filter.states);
  }
  if (filter.withDeleted !== true) select = select.where('deleted_at', 'is', null);
  if (filter.agent !== undefined) select = select.where('agent', '=', filter.agent);
  if (filter.policy !== undefined) select = select.where('policy', '=', filter.policy);
  if (filter.priority !== undefined) select = select.where('priority', '=', filter.priority);
  if (filter.phaseId !== undefined) select = select.where('phase_id', '=', filter.phaseId);
  if (filter.updatedSince !== undefined) select = select.where('updated_at', '>=', filter.updatedSince);
  if (filter.text !== undefined)
    select = select.where(sql<boolean>`words like ${patternOf(filter.text)} escape '!'`);
  if (filter.before !== undefined) select = select.where('ordinal', '<', await ordinalOf(tx, filter.before));
  if (filter.limit !== undefined) select = select.limit(filter.limit);
  return (await select.execute()).map(decodeTask);
}

function patternOf(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[%_!]/g, '!$&')}%`;
}

async function ordinalOf(tx: Tx, id: TaskId): Promise<number> {
  const row = await tx.db.selectFrom('tasks').select('ordinal').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noTask(id);
  return row.ordinal;
}

async function change(tx: Tx, id: TaskId, event: LifecycleEvent, options: ChangeOptions): Promise<Task> {
  const before = await get(tx, id);
  if (before === undefined) throw noTask(id);
  checkFence(before, options.fence);
  checkVersion(before, options.expectVersion);
  const at = tx.now();
  // The event as the log will tell it; reducing anything else could make the row differ from the replay.
  const logged = asStored(event);
  const after = reduce(before, logged, at);
  await write(tx, before, after);
  await appendRecords(tx, { taskId: id, projectId: before.projectId, actor: options.actor, at }, [
    { type: 'task.changed', change: logged, from: before.state, to: after.state },
  ]);
  return after;
}

// Version and fence stand in the statement itself, so that not even a driver that is less serial than it says could
// overwrite another change or another claim.
async function write(tx: Tx, before: Task, after: Task): Promise<void> {
  const { id, ...columns } = encodeTask(after);
  const { numUpdatedRows } = await tx.db
    .updateTable('tasks')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', before.version)
    .where('fence', '=', before.fence)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`task ${id} changed under its own transaction`);
}

function checkVersion(task: Task, expected: number | undefined): void {
  if (expected === undefined || expected === task.version) return;
  throw new AppError(
    'stale_version',
    `Task ${label(task)} was changed meanwhile: it is at version ${task.version}, the caller read version ${expected}.`,
    {
      next: 'Read it again, then repeat the change.',
      details: { task: task.id, version: task.version, expected },
    },
  );
}
