// Which task somebody means by what they typed: an id, a number (`12`, `#12`), or a name. A deleted task is found by its
// id only: its name may be in use again.
import { isWithin } from '../../domain/access.ts';
import type { Reach } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectId } from '../../domain/ids.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { decodeTask } from './rows.ts';
import type { Tx } from './session.ts';

/** Throws `ambiguous` with the candidates when several projects have such a task and none was given. */
export async function findTask(
  tx: Tx,
  ref: string,
  projectId?: ProjectId,
  reach: Reach = null,
): Promise<Task | undefined> {
  const byId = await tx.db.selectFrom('tasks').selectAll().where('id', '=', ref).executeTakeFirst();
  if (byId !== undefined) return visible([decodeTask(byId)], reach)[0];
  const number = /^#?(\d{1,15})$/.exec(ref)?.[1];
  // A number first: a task may well be named “404”, but its number is what the lists show.
  const numbered =
    number === undefined ? [] : visible(await candidates(tx, 'number', Number(number), projectId), reach);
  const found = numbered.length > 0 ? numbered : visible(await candidates(tx, 'name', ref, projectId), reach);
  if (found.length > 1) throw await ambiguous(tx, ref, found);
  return found[0];
}

async function candidates(
  tx: Tx,
  column: 'number' | 'name',
  value: number | string,
  projectId: ProjectId | undefined,
): Promise<readonly Task[]> {
  const select = tx.db
    .selectFrom('tasks')
    .selectAll()
    .where(column, '=', value)
    .where('deleted_at', 'is', null)
    .orderBy('ordinal');
  const scoped = projectId === undefined ? select : select.where('project_id', '=', projectId);
  return (await scoped.execute()).map(decodeTask);
}

function visible(found: readonly Task[], reach: Reach): readonly Task[] {
  return found.filter((task) => isWithin(reach, task.projectId));
}

async function ambiguous(tx: Tx, ref: string, found: readonly Task[]): Promise<AppError> {
  const ids = found.map((task) => task.projectId);
  const rows = await tx.db.selectFrom('projects').select(['id', 'name']).where('id', 'in', ids).execute();
  const projectNames = new Map(rows.map((row) => [row.id, row.name]));
  const candidates = found.map((task) => ({
    id: task.id,
    project: projectNames.get(task.projectId) ?? task.projectId,
    number: task.number,
    name: task.name,
    title: task.title,
  }));
  const listed = candidates.map((candidate) => `${label(candidate)} in ${candidate.project}`).join(', ');
  return new AppError('ambiguous', `“${ref}” may be ${candidates.length} tasks: ${listed}.`, {
    next: 'Name the project too, or use the full id.',
    details: { candidates },
  });
}
