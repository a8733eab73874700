// Evidence that one task's test gave for others too: each of them keeps it as its own, with the logs that it names.
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { Ground } from '../phase/ground.ts';
import type { Tested } from './tests.ts';

/** As it stands with this task. */
export function evidenceFor(task: Pick<Task, 'id'>, tested: Tested | undefined): readonly Evidence[] {
  if (tested === undefined) return [];
  return tested.evidence.map((item) => ({
    ...item,
    log: logName(task, tested, item),
    ...(item.earlier !== undefined && {
      earlier: item.earlier.map((run) => ({ ...run, log: logName(task, tested, run) })),
    }),
  }));
}

/** Another task's log gets a name that none of its own has. */
function logName(task: Pick<Task, 'id'>, tested: Tested, { log }: Pick<Evidence, 'log'>): string {
  return tested.task === task.id ? log : `queue-${log}`;
}

/** Puts the logs where this task's are; not a copy, the same file once more. Never rejects. */
export async function shareLogs(
  { deps, project }: Ground,
  task: Pick<Task, 'id'>,
  tested: Tested | undefined,
): Promise<void> {
  if (tested === undefined || tested.task === task.id || tested.evidence.length === 0) return;
  const from = deps.logDir(project.id, tested.task);
  const to = deps.logDir(project.id, task.id);
  try {
    await mkdir(to, { recursive: true });
    for (const item of tested.evidence.flatMap((one) => [one, ...(one.earlier ?? [])])) {
      const target = join(to, logName(task, tested, item));
      await rm(target, { force: true });
      await link(join(from, item.log), target);
    }
  } catch (error) {
    deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'the log of a check could not be shared');
  }
}
