// What is known about a conflict without asking anybody: the memory of the project first, which learns from the merge commits on
// the branch too, then a structural merge driver. Whatever resolves a file is kept in the memory.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import type { Oid, ProjectId, ResolutionId } from '../../domain/ids.ts';
import { resolutionId } from '../../domain/ids.ts';
import { conflictKey, mayServe } from '../../domain/resolution.ts';
import type { ConflictSides, Resolution } from '../../domain/resolution.ts';
import type { Task } from '../../domain/task.ts';
import { structuralMerge } from '../../review/structural-merge.ts';
import type { ConflictedMerge, Hub, MergeConflict, ResolvedFile } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { blobsOf } from './uses.ts';
import type { Ground } from '../phase/ground.ts';

type KeepDeps = Pick<EngineDeps, 'store' | 'now' | 'newId'>;
type Place = Pick<Ground, 'hub' | 'project'> & { readonly deps: KeepDeps };

export interface Known {
  readonly files: readonly ResolvedFile[];
  /** What was used for them. */
  readonly used: readonly ResolutionId[];
}

/** A merge commit older than so many others is asked by nobody. */
const mostMerges = 200;
const maxDriverBytes = 1024 * 1024;

/** Resolves what it can. Throws only when the store or git fails. */
export async function resolveKnown(ground: Ground, task: Task, conflict: ConflictedMerge): Promise<Known> {
  const asked = conflict.files.flatMap((file) => (file.sides === null ? [] : [{ file, sides: file.sides }]));
  let known = await recall(ground, task, asked);
  if (known.size < asked.length) {
    // Somebody else may have learned meanwhile: so it is asked again, whoever it was.
    await learn(ground);
    known = await recall(ground, task, asked);
  }
  for (const [path, resolution] of known) if (!(await fits(ground, conflict, resolution))) known.delete(path);
  for (const { file, sides } of asked) {
    if (known.has(file.path)) continue;
    const made = await byStructure(ground, task, file, sides);
    if (made !== null) known.set(file.path, made);
  }
  const found = conflict.files.flatMap((file) => {
    const resolution = known.get(file.path);
    return resolution === undefined ? [] : [{ file, resolution }];
  });
  return {
    files: found.flatMap(({ file: { path, mode }, resolution }) => [
      { path, mode, blob: resolution.resolved },
      ...resolution.also.map(({ to, ...other }) => ({ path: other.path, mode: other.mode, blob: to })),
    ]),
    used: found.map(({ resolution }) => resolution.id),
  };
}

// What it does to other files can be done only to what they were.
async function fits(
  { hub }: Ground,
  { tree, files }: ConflictedMerge,
  { also }: Resolution,
): Promise<boolean> {
  for (const { path, from } of also)
    if (files.some((file) => file.path === path) || (await hub.blobAt(tree, path)) !== from) return false;
  return true;
}

interface Asked {
  readonly file: MergeConflict;
  readonly sides: ConflictSides;
}

/** By path. */
async function recall(
  { deps, project }: Ground,
  task: Task,
  asked: readonly Asked[],
): Promise<Map<string, Resolution>> {
  const found = await deps.store.resolutions.find(
    project.id,
    asked.map(({ sides }) => conflictKey(sides)),
  );
  const byKey = new Map(
    found.filter((each) => mayServe(each, task.id)).map((each) => [conflictKey(each), each]),
  );
  return new Map(
    asked.flatMap(({ file, sides }) => {
      const resolution = byKey.get(conflictKey(sides));
      return resolution === undefined ? [] : [[file.path, resolution] as const];
    }),
  );
}

/** What the memory has for these conflicts (conflictKey); the history is asked for those that it does not have. */
export async function remembered(place: Place, keys: readonly string[]): Promise<readonly Resolution[]> {
  const { deps, project } = place;
  const found = await deps.store.resolutions.find(project.id, keys);
  if (found.length === new Set(keys).size) return found;
  await learn(place);
  return deps.store.resolutions.find(project.id, keys);
}

// Where the history was read up to is kept in the hub, beside what it is about; without it, all is read again.
const learned = 'conflicts/learned';

/** Reads the merge commits that came to the branch since the last time. */
export async function learn({ deps, hub, project }: Place): Promise<void> {
  const head = await hub.branchHead(project.branch);
  const not = await hub.pinned(learned);
  if (head === null || head === not) return;
  const past = await hub.pastResolutions(head, { not, limit: mostMerges });
  // Oldest first, so that what people decided last is what counts.
  for (const { path, kind, sides, blob } of past.toReversed()) {
    const [there] = await deps.store.resolutions.find(project.id, [conflictKey(sides)]);
    if (there?.isProven === true && there.resolved === blob) continue;
    await keep({ deps, hub }, project.id, {
      path,
      kind,
      ...sides,
      resolved: blob,
      also: [],
      source: 'history',
      taskId: null,
      isProven: true,
    });
  }
  await hub.pin(learned, head);
}

type NewResolution = Pick<
  Resolution,
  'path' | 'kind' | keyof ConflictSides | 'resolved' | 'also' | 'source' | 'taskId' | 'isProven'
>;

export async function keep(
  { deps, hub }: { readonly deps: KeepDeps; readonly hub: Hub },
  projectId: ProjectId,
  made: NewResolution,
): Promise<Resolution> {
  // A blob that the store names must not be collected: so it is kept first.
  for (const blob of blobsOf(made)) await hub.keepBlob(blob, { isKept: true });
  const resolution = {
    ...made,
    id: resolutionId(deps.newId()),
    projectId,
    createdAt: deps.now(),
    uses: 0,
    usedAt: null,
  };
  await deps.store.resolutions.put(resolution);
  return resolution;
}

async function byStructure(
  ground: Ground,
  task: Task,
  { path, kind }: MergeConflict,
  sides: ConflictSides,
): Promise<Resolution | null> {
  const { deps, hub, project } = ground;
  if (kind !== 'content' && kind !== 'both_added') return null;
  const searchPath = deps.environment['PATH'];
  const versions = await versionsOf(hub, sides);
  if (versions === null || searchPath === undefined) return null;
  const dir = join(deps.workspaces.dirOf(project.id, task.id), `driver-${randomUUID()}`);
  try {
    const signal = AbortSignal.timeout(60_000);
    const merged = await structuralMerge({ ...versions, path, dir, searchPath, signal });
    if (merged === null) return null;
    const resolved = await hub.addBlob(merged);
    const made = { path, kind, ...sides, resolved, also: [], taskId: task.id, isProven: false } as const;
    return await keep(ground, project.id, { ...made, source: 'driver' });
  } catch (error) {
    deps.log.warn({ taskId: task.id, path, error: messageOf(error) }, 'the merge driver came to nothing');
    return null;
  } finally {
    await deps.workspaces.remove(dir);
  }
}

async function versionsOf(
  hub: Hub,
  { base, ours, theirs }: ConflictSides,
): Promise<{ readonly base: Buffer; readonly ours: Buffer; readonly theirs: Buffer } | null> {
  const read = async (blob: Oid | null): Promise<Buffer | null> =>
    blob === null ? null : hub.blob(blob, maxDriverBytes);
  const [one, other] = [await read(ours), await read(theirs)];
  const before = base === null ? Buffer.of() : await read(base);
  return one === null || other === null || before === null
    ? null
    : { base: before, ours: one, theirs: other };
}
