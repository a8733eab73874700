// The logs of checks that a task has: those that its evidence names, of the newest work and of all before it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import { evidenceOf } from './history.ts';

type Deps = Pick<EngineDeps, 'store' | 'logDir'>;

/** The full output. Throws `not_found`: the name comes from outside, and only one that our evidence lists becomes a path. */
export async function readCheckLog(deps: Deps, task: Task, log: string): Promise<string> {
  if (await hasLog(deps, task, log)) return readFile(join(deps.logDir(task.projectId, task.id), log), 'utf8');
  throw new AppError('not_found', `Task ${label(task)} has no check log “${log}”.`);
}

async function hasLog({ store }: Deps, task: Task, log: string): Promise<boolean> {
  if (task.result?.checks.some((item) => names(item, log)) === true) return true;
  for await (const { value } of evidenceOf(store, task.id, { after: 0, skip: 0 }))
    if (names(value.evidence, log)) return true;
  return false;
}

function names(item: Evidence, log: string): boolean {
  return item.log === log || item.earlier?.some((run) => run.log === log) === true;
}
