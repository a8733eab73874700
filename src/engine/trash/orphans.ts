// What belongs to no task: put aside at the start, shown with its size, and deleted only by a person.
import type { Oid } from '../../domain/ids.ts';
import type { TrashPlace } from './deps.ts';

export interface Orphan {
  readonly id: string;
  readonly kind: 'copy' | 'logs' | 'commits';
  /** The id of the task that it would belong to. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly foundAt: number;
  readonly bytes: number;
  /** Where it is; null for commits, which are in the hub. */
  readonly path: string | null;
  /** The newest of the commits. */
  readonly head: Oid | null;
}

/** The newest first. */
export async function orphansIn({ deps, project, hub }: TrashPlace): Promise<readonly Orphan[]> {
  const found: Orphan[] = [];
  for (const { id, folder, name, foundAt, path } of await deps.workspaces.quarantined(project.id)) {
    const kind = folder === 'ws' ? 'copy' : 'logs';
    found.push({
      id,
      kind,
      owner: name,
      foundAt,
      bytes: await deps.workspaces.sizeOf(path),
      path,
      head: null,
    });
  }
  const shelved = await hub.shelves.on('orphan');
  const sizes = await hub.shelves.bytes([...shelved.keys()].map((id) => ({ id, branch: null })));
  for (const [id, refs] of shelved) {
    const [owner = '', time = ''] = id.split('--');
    const head = refs.get('head') ?? [...refs.values()].at(-1) ?? null;
    const bytes = sizes.get(id) ?? 0;
    found.push({ id, kind: 'commits', owner, foundAt: Number(time), bytes, path: null, head });
  }
  return found.toSorted((one, other) => other.foundAt - one.foundAt);
}

/** Deletes it for good. */
export async function removeOrphan({ deps, hub }: TrashPlace, orphan: Orphan): Promise<void> {
  if (orphan.path === null) await hub.shelves.clear(orphan.id, 'orphan');
  else await deps.workspaces.remove(orphan.path);
}
