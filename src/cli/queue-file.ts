// The queue file that an orchestrator keeps in the repository. It lives as long as its phase: then it is archived in the
// store, and cleared away here, where the person is (decisions C18). The daemon never touches it.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhaseJson } from '../api/phase-schemas.ts';
import { isRecord } from './thread-item.ts';

export const queuePath = 'session-state/task-queue.json';

/** Removes it when it holds the tasks of this phase; another one is left alone. Returns whether it did. */
export async function clearQueueFile(root: string, phase: PhaseJson): Promise<boolean> {
  const file = join(root, queuePath);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null || !isOf(phase, text)) return false;
  await rm(file);
  return true;
}

function isOf(phase: PhaseJson, text: string): boolean {
  const theirs = tasksOf(text);
  const ours = phase.tasks.map((task) => JSON.stringify([task.id, task.description])).sort();
  return theirs !== null && theirs.sort().join() === ours.join();
}

function tasksOf(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const tasks = isRecord(value) ? value['tasks'] : undefined;
    if (!Array.isArray(tasks)) return null;
    return tasks.map((task: unknown) =>
      isRecord(task) ? JSON.stringify([task['id'], task['description']]) : '',
    );
  } catch {
    return null; // somebody is in the middle of writing something else into it
  }
}
