// On which commit a task of a phase begins: the newest of the branch, with the work of everything before it merged in.
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import { predecessorsOf } from '../../domain/phase-order.ts';
import { edgesOf } from '../../domain/phase-queue.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Ground } from './ground.ts';

/** Throws `invalid_transition` when what comes before it cannot be brought together. */
export async function startOf(ground: Ground, entries: readonly PhaseEntry[], id: number): Promise<Oid> {
  const { hub, project } = ground;
  let { head } = await hub.sync(project.branch);
  for (const { entry, task } of before(entries, id)) {
    const work = task?.result?.head;
    if (work === undefined || (await hub.isAncestor(work, head))) continue;
    head = (await hub.isAncestor(head, work)) ? work : await join(ground, head, work, entry.id);
  }
  return head;
}

/** In the order of their ids, which is the order in which they will be merged. */
function before(entries: readonly PhaseEntry[], id: number): readonly PhaseEntry[] {
  const needed = predecessorsOf(edgesOf(entries)).get(id);
  return entries.filter(({ entry }) => needed?.has(entry.id) === true);
}

async function join({ hub, author }: Ground, head: Oid, work: Oid, id: number): Promise<Oid> {
  const merged = await hub.merge(head, work);
  if (merged.kind === 'conflict')
    throw new AppError(
      'invalid_transition',
      `The work of task ${id} conflicts with what else comes before this task, in ${merged.files.join(', ')}.`,
      {
        next: 'Have the orchestrator send one of them back (`tasklane task send`).',
        details: { files: merged.files },
      },
    );
  const message = `Bring in the work of task ${id}, which comes before\n`;
  return hub.commit({ tree: merged.tree, parents: [head, work], message, author });
}
