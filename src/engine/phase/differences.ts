// In what a queue differs from the phase that is registered, in words. Status and owner do not count: the phase alone
// knows them, and nobody changes them by writing into a file (decisions C19).
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import { queueOf } from '../../domain/phase-queue.ts';
import type { QueueTask } from '../../domain/phase-queue.ts';

export function differences(entries: readonly PhaseEntry[], tasks: readonly QueueTask[]): readonly string[] {
  const before = new Map(queueOf(entries).tasks.map((task) => [task.id, task]));
  const after = new Map(tasks.map((task) => [task.id, task]));
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id) => `task ${id} is gone`);
  return [...gone, ...tasks.flatMap((task) => differencesOf(before.get(task.id), task))];
}

function differencesOf(before: QueueTask | undefined, after: QueueTask): readonly string[] {
  if (before === undefined) return [`task ${after.id} is new`];
  return (['description', 'ownership', 'blocked_by'] as const).flatMap((field) => {
    const [was, is] = [comparable(before[field]), comparable(after[field])];
    return was === is ? [] : [`task ${after.id}: ${field} was ${was}, is ${is}`];
  });
}

/** The order of globs that only add, and of ids, means nothing. */
function comparable(value: QueueTask['description' | 'ownership' | 'blocked_by']): string {
  if (typeof value === 'string') return JSON.stringify(value.trim());
  return JSON.stringify([...value].sort((a, b) => (a < b ? -1 : 1)));
}
