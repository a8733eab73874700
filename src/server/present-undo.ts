// What an undo would do, and whom it concerns, as the contract and the warnings have it.
import type { UndoPlanJson } from '../api/undo-schemas.ts';
import { label } from '../domain/task.ts';
import type { LaterTask, UndoPlan } from '../engine/undo/plan.ts';

export function undoPlanJson(plan: UndoPlan): UndoPlanJson {
  return {
    possible: plan.refusal === null,
    reason: plan.refusal,
    branch: plan.project.branch,
    branch_commit: plan.branchHead,
    applied_commit: plan.landing.commit,
    files: [...plan.files],
    conflicts: [...plan.conflicts],
    later: plan.later.map(({ task, because, files }) => {
      const { id, number, name, title, state } = task;
      return { id, number, name, title, state, because, files: [...files] };
    }),
    commits: plan.commits.map(({ oid, message }) => ({ oid, subject: message.split('\n', 1)[0] ?? '' })),
  };
}

/** For whoever undid it: whom it concerns, in a sentence. */
export function laterText({ task, because, files }: LaterTask): string {
  const why =
    because === 'depends_on'
      ? 'needs it'
      : `changed ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''} after it`;
  return `Task ${label(task)}, which is ${task.state}, ${why}.`;
}
