// Which resolutions a task's merge was made with: written down before the branch moves, told to the memory when it has, and shown
// to whoever asks what became of the conflicts.
import { resolutionId } from '../../domain/ids.ts';
import type { Oid, ResolutionId, TaskId } from '../../domain/ids.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import type { Hub } from '../../workspaces/workspaces.ts';

const usesKey = 'resolutions';

export async function keepUses(
  within: Pick<StoreOperations, 'steps'>,
  task: TaskId,
  used: readonly ResolutionId[],
): Promise<void> {
  await within.steps.put(task, usesKey, used);
}

/** None where nothing is known of it. */
export async function usesOf(
  within: Pick<StoreOperations, 'steps'>,
  task: TaskId,
): Promise<readonly ResolutionId[]> {
  const stored = await within.steps.get(task, usesKey);
  return Array.isArray(stored) ? stored.map((id) => resolutionId(String(id))) : [];
}

/** What was red, or refused, taught nobody anything: it goes, unless it has proven itself before. Returns how many went. */
export async function forgetUnproven(
  { store }: Pick<EngineDeps, 'store'>,
  hub: Hub,
  ids: readonly ResolutionId[],
): Promise<number> {
  const all = await Promise.all(ids.map(async (id) => store.resolutions.get(id)));
  const unproven = all.filter((each) => each?.isProven === false).flatMap((each) => each ?? []);
  return forget({ store }, hub, unproven);
}

/** The blobs of those that are left are kept. */
export async function forget(
  { store }: Pick<EngineDeps, 'store'>,
  hub: Hub,
  gone: readonly Resolution[],
): Promise<number> {
  const [first] = gone;
  if (first === undefined) return 0;
  const count = await store.resolutions.remove(gone.map(({ id }) => id));
  const needed = new Set((await store.resolutions.list(first.projectId)).flatMap(blobsOf));
  for (const blob of gone.flatMap(blobsOf))
    if (!needed.has(blob)) await hub.keepBlob(blob, { isKept: false });
  return count;
}

/** What of it has to be kept from being collected. */
export function blobsOf({ resolved, also }: Pick<Resolution, 'resolved' | 'also'>): readonly Oid[] {
  return [resolved, ...also.map(({ to }) => to)].flatMap((blob) => blob ?? []);
}
