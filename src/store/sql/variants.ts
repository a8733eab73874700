// Which tasks are variants of one another.
import { taskId } from '../../domain/ids.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { VariantMember } from '../../domain/variant.ts';
import type { Variants } from '../store.ts';
import type { Session, Tx } from './session.ts';
import { taskHead } from './task-head.ts';

export function variants(session: Session): Variants {
  return {
    add: (member) => session.write((tx) => add(tx, member)),
    of: (task) => session.read((tx) => of(tx, task)),
  };
}

async function add(tx: Tx, { group, taskId: task }: VariantMember): Promise<void> {
  await taskHead(tx, task);
  await tx.db
    .insertInto('variants')
    .values({ task_id: task, group_id: group })
    .onConflict((conflict) => conflict.column('task_id').doNothing())
    .execute();
}

async function of(tx: Tx, task: TaskId): Promise<readonly VariantMember[]> {
  const own = await tx.db
    .selectFrom('variants')
    .select('group_id')
    .where('task_id', '=', task)
    .executeTakeFirst();
  if (own === undefined) return [];
  const rows = await tx.db
    .selectFrom('variants')
    .innerJoin('tasks', 'tasks.id', 'variants.task_id')
    .select(['variants.task_id', 'variants.group_id'])
    .where('group_id', '=', own.group_id)
    .orderBy('tasks.number')
    .execute();
  return rows.map((row) => ({ group: taskId(row.group_id), taskId: taskId(row.task_id) }));
}
