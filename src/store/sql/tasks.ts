// Tasks: created, read, and changed by the one compare-and-swap.
import { sql } from 'kysely';
import { AppError } from '../../domain/errors.ts';
import type { EventBody } from '../../domain/event.ts';
import type { ProjectId, TaskId } from '../../domain/ids.ts';
import { reduce } from '../../domain/lifecycle.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { branchName, firstFree } from '../../domain/names.ts';
import { createDraft, label } from '../../domain/task.ts';
import type { Task, TaskState } from '../../domain/task.ts';
import type { ChangeOptions, TaskDraft, TaskFilter, Tasks } from '../store.ts';
import { allocate } from './counters.ts';
import { appendRecords } from './events.ts';
import { findTask } from './find-task.ts';
import { kept } from './kept.ts';
import { noProject, projectsOf } from './projects.ts';
import { asStored, decodeTask, encodeTask } from './rows.ts';
import type { TaskRow } from './schema.ts';
import { send } from './session.ts';
import type { Known, Session, Tx } from './session.ts';
import { writeChange } from './write-change.ts';
import { checkFence, noTask } from './task-head.ts';

export function tasks(session: Session): Tasks {
  return {
    create: (draft, actor) => session.write((tx) => create(tx, draft, actor)),
    get: (id) => session.ask((tx) => get(tx, id)),
    several: (ids) =>
      ids.length > idsPerSelect
        ? session.read((tx) => several(tx, ids))
        : session.ask((tx) => several(tx, ids)),
    find: (ref, projectId, reach) => session.read((tx) => findTask(tx, ref, projectId, reach)),
    list: (filter) =>
      filter.before === undefined
        ? session.ask((tx) => list(tx, filter))
        : session.read((tx) => list(tx, filter)),
    change: (id, event, options) => session.write((tx) => change(tx, id, event, options)),
  };
}

async function create(tx: Tx, draft: TaskDraft, actor: string): Promise<Task> {
  const number = await nextNumber(tx, draft.projectId);
  const name = await freeName(tx, draft.projectId, draft.name);
  const at = tx.now();
  const branch = branchName(number, name, draft.phaseId === null ? 'tasklane' : 'parallel');
  const row = encodeTask(createDraft({ ...draft, number, name, branch, at }));
  await insert(tx, { ...row, ordinal: await allocate(tx, 'task', 1) });
  const task = decodeTask(row);
  tx.known.set(task.id, { task, lastSeq: 0 });
  await appendRecords(tx, { taskId: task.id, projectId: task.projectId, actor, at }, [
    { type: 'task.created', task },
  ]);
  return task;
}

const insert = kept((db, given: TaskRow) =>
  db.insertInto('tasks').values({
    id: given.id,
    project_id: given.project_id,
    ordinal: given.ordinal,
    number: given.number,
    name: given.name,
    state: given.state,
    priority: given.priority,
    position: given.position,
    version: given.version,
    fence: given.fence,
    updated_at: given.updated_at,
    deleted_at: given.deleted_at,
    agent: given.agent,
    policy: given.policy,
    phase_id: given.phase_id,
    words: given.words,
    body: given.body,
  }),
);

// Counted on the project, so that a number is not given out again.
async function nextNumber(tx: Tx, id: ProjectId): Promise<number> {
  const [row] = (await raiseNumber(tx, { id })).rows;
  if (row === undefined) throw noProject(id);
  return row.last_number;
}

const raiseNumber = kept((db, { id }: { readonly id: string }) =>
  db
    .updateTable('projects')
    .set((column) => ({ last_number: column('last_number', '+', 1) }))
    .where('id', '=', id)
    .returning('last_number'),
);

async function freeName(tx: Tx, projectId: ProjectId, wanted: string): Promise<string> {
  const taken = (await selectNamed(tx, { projectId, name: wanted })).rows;
  if (taken.length === 0) return wanted;
  // Only now all that begin alike: LIKE cannot use the index, and few names are taken.
  const rows = (await selectNamedLike(tx, { projectId, name: `${wanted}%` })).rows;
  const alike = new Set(rows.map((row) => row.name));
  return firstFree(wanted, (name) => alike.has(name));
}

interface Named {
  readonly projectId: string;
  readonly name: string;
}

const selectNamed = kept((db, given: Named) => namesIn(db, given.projectId).where('name', '=', given.name));
const selectNamedLike = kept((db, given: Named) =>
  namesIn(db, given.projectId).where('name', 'like', given.name),
);

function namesIn(db: Tx['db'], projectId: string) {
  return db
    .selectFrom('tasks')
    .select('name')
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null);
}

const selectById = kept((db, { id }: { readonly id: string }) =>
  db.selectFrom('tasks').selectAll().where('id', '=', id),
);

async function get(tx: Tx, id: TaskId): Promise<Task | undefined> {
  const [row] = (await selectById(tx, { id })).rows;
  return row && decodeTask(row);
}

// Far below what a statement may bind.
const idsPerSelect = 1000;

// With what a change has to know, for a transition that goes on to change them.
async function several(tx: Tx, ids: readonly TaskId[]): Promise<readonly Task[]> {
  const found: Task[] = [];
  for (let from = 0; from < ids.length; from += idsPerSelect) {
    const some = ids.slice(from, from + idsPerSelect);
    const [id = ''] = some;
    const rows =
      some.length === 1
        ? (await selectForChange(tx, { id })).rows
        : await withLastSeq(tx.db).where('tasks.id', 'in', some).execute();
    for (const { last_seq: lastSeq, ...row } of rows) {
      const task = decodeTask(row);
      tx.known.set(task.id, { task, lastSeq: lastSeq ?? 0 });
      found.push(task);
    }
  }
  return found;
}

async function list(tx: Tx, filter: TaskFilter): Promise<readonly Task[]> {
  const { states, home, ...others } = filter;
  if (states?.length === 0 || filter.reach?.length === 0) return [];
  // What a claim, a sweep and every look at the queue ask.
  if (states !== undefined && states.length <= 4 && Object.keys(others).length === 0)
    return (await inStates(tx, states, home)).map(decodeTask);
  let select = tx.db.selectFrom('tasks').selectAll().orderBy('ordinal', 'desc');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (home !== undefined) select = select.where('project_id', 'in', projectsOf(tx, home));
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  if (states !== undefined) select = select.where('state', 'in', states);
  if (filter.putAway === true)
    select = select.where((of) =>
      of.or([of('deleted_at', 'is not', null), of('state', 'in', ['cancelled', 'dismissed'])]),
    );
  else if (filter.withDeleted !== true) select = select.where('deleted_at', 'is', null);
  if (filter.agent !== undefined) select = select.where('agent', '=', filter.agent);
  if (filter.policy !== undefined) select = select.where('policy', '=', filter.policy);
  if (filter.priority !== undefined) select = select.where('priority', '=', filter.priority);
  if (filter.phaseId !== undefined) select = select.where('phase_id', '=', filter.phaseId);
  // The column decides for nearly all; a person may give a task of their own that policy too.
  if (filter.withoutSubagents === true)
    select = select.where(sql<boolean>`not (policy = 'subagent' and body like '%"subagent":{%')`);
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

async function inStates(
  tx: Tx,
  states: readonly TaskState[],
  home: string | undefined,
): Promise<readonly TaskRow[]> {
  const [first = 'queued', second, third = second, fourth = third] = states;
  if (second === undefined || third === undefined || fourth === undefined) {
    const given = { first };
    return (await (home === undefined ? selectInState(tx, given) : selectInStateOf(tx, { ...given, home })))
      .rows;
  }
  const given = { first, second, third, fourth };
  return (await (home === undefined ? selectInStates(tx, given) : selectInStatesOf(tx, { ...given, home })))
    .rows;
}

type UpToFour = Readonly<Record<'first' | 'second' | 'third' | 'fourth', string>>;

// With one state the index gives them in order.
function inState(db: Tx['db'], { first }: Pick<UpToFour, 'first'>) {
  return undeleted(db).where('state', '=', first);
}

function inFour(db: Tx['db'], { first, second, third, fourth }: UpToFour) {
  return undeleted(db).where('state', 'in', [first, second, third, fourth]);
}

function undeleted(db: Tx['db']) {
  return db.selectFrom('tasks').selectAll().where('deleted_at', 'is', null).orderBy('ordinal', 'desc');
}

const selectInState = kept(inState);
const selectInStates = kept(inFour);
const selectInStateOf = kept((db, given: Pick<UpToFour, 'first'> & { readonly home: string }) =>
  inState(db, given).where('project_id', 'in', projectsOf({ db }, given.home)),
);
const selectInStatesOf = kept((db, given: UpToFour & { readonly home: string }) =>
  inFour(db, given).where('project_id', 'in', projectsOf({ db }, given.home)),
);

async function ordinalOf(tx: Tx, id: TaskId): Promise<number> {
  const row = await tx.db.selectFrom('tasks').select('ordinal').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noTask(id);
  return row.ordinal;
}

async function change(tx: Tx, id: TaskId, event: LifecycleEvent, options: ChangeOptions): Promise<Task> {
  const read = await readForChange(tx, id);
  if (read === undefined) throw noTask(id);
  const { task: before, lastSeq } = read;
  checkFence(before, options.fence);
  checkVersion(before, options.expectVersion);
  const at = tx.now();
  // The event as the log will tell it; reducing anything else could make the row differ from the replay.
  const logged = asStored(event);
  const after = reduce(before, logged, at);
  const record = {
    projectId: before.projectId,
    taskId: id,
    seq: lastSeq + 1,
    at,
    actor: options.actor,
    body: asStored<EventBody>({ type: 'task.changed', change: logged, from: before.state, to: after.state }),
  };
  const append = async (): Promise<void> => {
    tx.appended.push({ ...record, id: await writeChange(tx, { before, after }, record) });
  };
  await send(tx, append());
  tx.known.set(id, { task: after, lastSeq: lastSeq + 1 });
  return after;
}

/** The task as it is now, and the number of its last event. */
async function readForChange(tx: Tx, id: TaskId): Promise<Known | undefined> {
  const known = tx.known.get(id);
  if (known !== undefined) return known;
  const [row] = (await selectForChange(tx, { id })).rows;
  return row && { task: decodeTask(row), lastSeq: row.last_seq ?? 0 };
}

const selectForChange = kept((db, { id }: { readonly id: string }) =>
  withLastSeq(db).where('tasks.id', '=', id),
);

function withLastSeq(db: Tx['db']) {
  return db
    .selectFrom('tasks')
    .selectAll()
    .select((of) =>
      of
        .selectFrom('events')
        .select('seq')
        .whereRef('task_id', '=', 'tasks.id')
        .orderBy('seq', 'desc')
        .limit(1)
        .as('last_seq'),
    );
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
