// Which logs of checks a task has: those that its evidence names, of the newest work and of all before it.
import type { Evidence } from '../domain/evidence.ts';
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';
import { evidenceOf } from './history.ts';

/** The name comes from outside: only one that our own evidence lists may become a path. */
export async function hasLog(store: Pick<Store, 'events'>, task: Task, log: string): Promise<boolean> {
  if (task.result?.checks.some((item) => names(item, log)) === true) return true;
  for await (const { value } of evidenceOf(store, task.id, { after: 0, skip: 0 }))
    if (names(value.evidence, log)) return true;
  return false;
}

function names(item: Evidence, log: string): boolean {
  return item.log === log || item.earlier?.some((run) => run.log === log) === true;
}
