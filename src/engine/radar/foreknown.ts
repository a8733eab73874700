// What the memory of conflicts would make of those that the radar has found, without an apply: one question to the store for
// all of them, and none where nothing conflicts.
import { messageOf } from '../../domain/errors.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { conflictKey, mayServe } from '../../domain/resolution.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { Task } from '../../domain/task.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { remembered } from '../conflicts/known.ts';
import { mayResolve } from '../conflicts/may-resolve.ts';
import type { EngineDeps } from '../deps.ts';
import type { Judgement } from './judge.ts';

export type ForeknownDeps = Pick<EngineDeps, 'store' | 'settings' | 'log' | 'now' | 'newId'>;

/** What the memory has for a conflict (conflictKey) that a task would meet when it is applied; null: nothing. */
export type Foreknown = (conflict: string | null, task: TaskId) => Resolution | null;

/** More are met by nobody who resolves them one by one. */
const mostConflicts = 5000;

export async function foreknown(
  deps: ForeknownDeps,
  hub: Hub,
  project: Project,
  tasks: readonly Task[],
  judgement: Judgement,
): Promise<Foreknown> {
  const verdicts = [...judgement.alone, ...judgement.pairs].map(({ verdict }) => verdict);
  const found = verdicts.flatMap((verdict) => (verdict.kind === 'conflict' ? verdict.files : []));
  const keys = [...new Set(found.flatMap(({ conflict }) => conflict ?? []))].slice(0, mostConflicts);
  if (keys.length === 0) return () => null;
  const settings = await deps.settings(project);
  if (settings.conflicts === 'never') return () => null;
  const known = await recalled(deps, hub, project, keys);
  const byKey = new Map(known.map((resolution) => [conflictKey(resolution), resolution]));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return (conflict, id) => {
    const resolution = conflict === null ? undefined : byKey.get(conflict);
    const task = byId.get(id);
    if (resolution === undefined || task === undefined || !mayResolve(settings, task)) return null;
    // Whether what it does to other files fits is for the merge to say.
    return mayServe(resolution, id) && resolution.also.length === 0 ? resolution : null;
  };
}

// A history that cannot be read must not blind the radar: then nothing is said of the memory.
async function recalled(
  deps: ForeknownDeps,
  hub: Hub,
  project: Project,
  keys: readonly string[],
): Promise<readonly Resolution[]> {
  try {
    return await remembered({ deps, hub, project }, keys);
  } catch (error) {
    deps.log.warn({ project: project.name, error: messageOf(error) }, 'the memory of conflicts was not read');
    return [];
  }
}
