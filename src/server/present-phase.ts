// From a phase, and the answers of the claiming protocol, to the JSON of the contract.
import type * as json from '../api/phase-schemas.ts';
import { isOver } from '../domain/phase.ts';
import type { MayWrite } from '../engine/phase/may-write.ts';
import type { PhaseRow, PhaseView } from '../engine/phase/view.ts';
import { deliveryJson, evidenceJson, failureJson, holdJson, time } from './present.ts';

export function phaseJson({ phase, project, rows }: PhaseView): json.PhaseJson {
  const isOpen = phase.state === 'open';
  const isFinished = phase.state === 'finished';
  return {
    id: phase.id,
    name: phase.name,
    project_id: project.id,
    project_name: project.name,
    state: phase.state,
    finish: phase.finish,
    checks: phase.checks.map((check) => check.command),
    tasks: rows.map(phaseTaskJson),
    notice: isOpen && phase.notice !== null ? failureJson(phase.notice) : null,
    evidence: isOpen || isFinished ? phase.evidence.map(evidenceJson) : [],
    commit: isFinished ? phase.commit : null,
    delivery: isFinished ? deliveryJson(phase.delivery) : null,
    reason: phase.state === 'cancelled' ? phase.reason : null,
    created_at: time(phase.createdAt),
    updated_at: time(phase.updatedAt),
  };
}

function phaseTaskJson({ entry, queue, task, hold, lease }: PhaseRow): json.PhaseTaskJson {
  return {
    ...queue,
    ownership: [...queue.ownership],
    blocked_by: [...queue.blocked_by],
    task_id: entry.taskId,
    number: task?.number ?? 0,
    name: task?.name ?? '',
    title: task?.title ?? '',
    state: task?.state ?? 'cancelled',
    branch: task?.branch ?? '',
    hold: hold === null ? null : holdJson(hold),
    failure: task?.state === 'failed' ? failureJson(task.failure) : null,
    lease_until: lease === null ? null : time(lease.until),
  };
}

/** One task of a phase, by its number in the queue. */
export function phaseTaskOf(view: PhaseView, id: number): json.PhaseTaskJson {
  const row = view.rows.find(({ entry }) => entry.id === id);
  if (row === undefined) throw new Error(`phase ${view.phase.id} has no task ${id}`);
  return phaseTaskJson(row);
}

export function leaseJson(lease: { readonly fence: number; readonly until: number }): {
  fence: number;
  until: string;
} {
  return { fence: lease.fence, until: time(lease.until) };
}

export function mayWriteJson(
  view: PhaseView,
  { path, isAllowed, reason, owner }: MayWrite,
): json.MayWriteAnswerJson['paths'][number] {
  const entry = view.rows.find(({ entry: each }) => each.taskId === owner?.id)?.entry;
  return {
    path,
    allowed: isAllowed,
    reason,
    owner:
      owner === null
        ? null
        : {
            id: entry?.id ?? null,
            task_id: owner.id,
            title: owner.title,
            agent: entry === undefined || isOver(view.phase) ? null : entry.owner,
          },
  };
}
