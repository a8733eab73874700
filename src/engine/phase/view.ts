// A phase as people and agents look at it: its tasks with who has them, until when, and why the others wait.
import type { Hold } from '../../domain/hold.ts';
import type { Phase } from '../../domain/phase.ts';
import { isOver } from '../../domain/phase.ts';
import { queueOf } from '../../domain/phase-queue.ts';
import type { PhaseEntry, QueueFile, QueueTask } from '../../domain/phase-queue.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import type { Lease } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { holdsOf } from '../holds.ts';
import { entriesOf } from './entries.ts';
import { findProject } from '../find.ts';

export interface PhaseRow extends PhaseEntry {
  /** As it stands in the queue file. */
  readonly queue: QueueTask;
  readonly hold: Hold | null;
  readonly lease: Lease | null;
}

export interface PhaseView {
  readonly phase: Phase;
  readonly project: Project;
  readonly rows: readonly PhaseRow[];
}

export async function viewPhase(deps: EngineDeps, phase: Phase): Promise<PhaseView> {
  const { store } = deps;
  const project = await findProject(store, phase.projectId);
  const entries = await entriesOf(store, phase);
  const queue = new Map(queueOf(entries).tasks.map((task) => [task.id, task]));
  const holds = isOver(phase)
    ? new Map<string, Hold>()
    : await holdsIn(
        deps,
        entries.flatMap((entry) => entry.task ?? []),
      );
  const leases = new Map((await store.leases.list()).map((lease) => [lease.taskId, lease]));
  const rows = entries.flatMap(({ entry, task }) => {
    const said = queue.get(entry.id);
    if (said === undefined) return [];
    return [
      {
        entry,
        task,
        queue: said,
        hold: holds.get(entry.taskId) ?? null,
        lease: leases.get(entry.taskId) ?? null,
      },
    ];
  });
  return { phase, project, rows };
}

// None of them is in a lane, so that nobody is ahead in one.
async function holdsIn(deps: EngineDeps, tasks: readonly Task[]): Promise<ReadonlyMap<string, Hold>> {
  const pressure = await deps.pressure();
  return (await holdsOf({ ...deps, pressure, ahead: () => null }, tasks)).holds;
}

/** The queue file as it stands; of a phase that is over, as it stood at its end. */
export async function exportQueue(deps: EngineDeps, phase: Phase): Promise<QueueFile> {
  return phase.state === 'finished' || phase.state === 'cancelled'
    ? phase.queue
    : queueOf(await entriesOf(deps.store, phase));
}
