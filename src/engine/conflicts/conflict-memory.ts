// What people ask the memory of conflicts: what it holds, what it is to forget, and what became of one task's conflicts.
import type { ConflictKind } from '../../domain/conflict.ts';
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { conflictKey, mayServe, outcomeOf } from '../../domain/resolution.ts';
import type { ConflictOutcome, ConflictSides, Resolution } from '../../domain/resolution.ts';
import type { Task } from '../../domain/task.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { groundOf } from '../phase/ground.ts';
import type { Ground } from '../phase/ground.ts';
import { learn, remembered } from './known.ts';
import { mayResolve } from './may-resolve.ts';
import { forget, usesOf } from './uses.ts';

export interface ResolvedConflict {
  readonly path: string;
  readonly kind: ConflictKind;
  /** Null: nobody knows how it is to be resolved. */
  readonly resolution: Resolution | null;
  /** Both sides between markers (zdiff3), one that a side deleted as empty there; null for a file without lines. */
  readonly before: string | null;
  /** What came of it; null: it is deleted, has no lines, is too large, or is not resolved. */
  readonly after: string | null;
  /** Null: it is not resolved. */
  readonly outcome: ConflictOutcome | null;
}

export interface TaskConflicts {
  /** `applied`: the work is on the branch, with these resolutions. `open`: what an apply would meet now. */
  readonly state: 'applied' | 'open';
  readonly branch: string;
  readonly files: readonly ResolvedConflict[];
}

/** More than anybody reads at once. */
const maxBytes = 1024 * 1024;

export class ConflictMemory {
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Newest first. */
  async list(project: Project): Promise<readonly Resolution[]> {
    return this.#deps.store.resolutions.list(project.id);
  }

  /** By id, or by what it begins with. Throws `not_found`, `ambiguous`, and `other_home`. */
  async forget(project: Project, ref: string): Promise<Resolution> {
    const ground = await groundOf(this.#deps, project.id);
    const { hub } = ground;
    // What is to be forgotten stands in the history too: what was read of that is not read again.
    await learn(ground);
    const found = (await this.list(project)).filter(({ id }) => id.startsWith(ref));
    const [resolution] = found;
    if (resolution === undefined)
      throw new AppError('not_found', `The project ${project.name} has no resolution “${ref}”.`, {
        next: 'See them with `tasklane queue resolutions`.',
        details: { resolution: ref },
      });
    if (found.length > 1)
      throw new AppError('ambiguous', `${found.length} resolutions begin with “${ref}”.`, {
        next: 'Give more of the id.',
        details: { resolutions: found.map(({ id }) => id) },
      });
    await forget(this.#deps, hub, [resolution]);
    return resolution;
  }

  /** Empty when there was nothing to resolve. Throws `other_home`. */
  async ofTask(task: Task): Promise<TaskConflicts> {
    const ground = await groundOf(this.#deps, task.projectId);
    const { hub, project } = ground;
    const { branch } = project;
    if (task.state === 'done') {
      const used = await this.#used(task);
      const files = await Promise.all(used.map(async (each) => shown(hub, branch, each, each)));
      return { state: 'applied', branch, files };
    }
    return { state: 'open', branch, files: await open(ground, task) };
  }

  async #used(task: Task): Promise<readonly Resolution[]> {
    const ids = await usesOf(this.#deps.store, task.id);
    const found = await Promise.all(ids.map(async (id) => this.#deps.store.resolutions.get(id)));
    return found.flatMap((resolution) => resolution ?? []);
  }
}

async function open(ground: Ground, task: Task): Promise<readonly ResolvedConflict[]> {
  const { hub, project, settings } = ground;
  if (task.result === null) return [];
  const { head } = await hub.sync(project.branch);
  if (await hub.isAncestor(task.result.head, head)) return [];
  const conflict = await hub.conflicted(head, task.result.head);
  if (conflict === null) return [];
  const keys = conflict.files.flatMap(({ sides }) => (sides === null ? [] : [conflictKey(sides)]));
  const found = mayResolve(settings, task) ? await remembered(ground, keys) : [];
  const known = found.filter((each) => mayServe(each, task.id));
  return Promise.all(
    conflict.files.map(async ({ path, kind, sides }) => {
      if (sides === null) return { path, kind, resolution: null, before: null, after: null, outcome: null };
      const resolution = known.find((each) => conflictKey(each) === conflictKey(sides)) ?? null;
      return shown(hub, project.branch, { path, kind, ...sides }, resolution);
    }),
  );
}

async function shown(
  hub: Hub,
  branch: string,
  { path, kind, ...sides }: ConflictSides & { readonly path: string; readonly kind: ConflictKind },
  resolution: Resolution | null,
): Promise<ResolvedConflict> {
  const before = await hub.marked(sides, [branch, 'before both', 'the task']);
  const resolved = resolution?.resolved ?? null;
  return {
    path,
    kind,
    resolution,
    before,
    after: resolved === null ? null : await textOf(hub, resolved),
    outcome: resolution === null ? null : outcomeOf(sides, resolved),
  };
}

async function textOf(hub: Hub, blob: Oid): Promise<string | null> {
  const content = await hub.blob(blob, maxBytes);
  return content === null || content.includes(0) ? null : content.toString('utf8');
}
