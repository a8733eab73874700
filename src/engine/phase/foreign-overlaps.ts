// Tasks of the project that are not of the phase and own files that it owns too. They are no reason to refuse it, because
// the claim keeps them apart; but an agent may be told to wait for them, and that is worth knowing before.
import type { ProjectId } from '../../domain/ids.ts';
import { ownershipOf } from '../../domain/live-tasks.ts';
import { OwnershipIndex } from '../../domain/ownership/ownership-index.ts';
import type { QueueTask } from '../../domain/phase-queue.ts';
import { label } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';

export async function foreignOverlaps(
  within: StoreOperations,
  projectId: ProjectId,
  tasks: readonly QueueTask[],
): Promise<readonly string[]> {
  const others = await within.tasks.list({
    projectId,
    states: ['draft', 'queued', 'starting', 'running', 'waiting', 'paused'],
  });
  const index = new OwnershipIndex();
  for (const other of others) if (other.owns.length > 0) index.add(other.id, ownershipOf(other));
  const byId = new Map<string, (typeof others)[number]>(others.map((other) => [other.id, other]));
  return tasks.flatMap((task) =>
    [...index.conflicts(ownershipOf({ owns: task.ownership }))].flatMap(({ id, path }) => {
      const other = byId.get(id);
      const who = other === undefined ? 'another task' : `${label(other)} (${other.state})`;
      return [`Task ${task.id} owns ${path} together with ${who}; they take turns.`];
    }),
  );
}
