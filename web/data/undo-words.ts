// What an undo would do, in sentences, from the server's own dry run.
import type { UndoPlanJson } from '../../src/api/undo-schemas.ts';
import { countWords } from './words.ts';

const most = 8;

export function undoWords(title: string, plan: UndoPlanJson): string {
  const files = listed(plan.files);
  const head = plan.possible
    ? `“${title}” is taken from ${plan.branch} (at ${plan.branch_commit.slice(0, 10)}) again: ${countWords(plan.files.length, 'file')} (${files}). Its checks run on what is left; only if they pass the branch moves. The task is ready again then, with its work.`
    : `“${title}” cannot be taken from ${plan.branch}: ${plan.reason ?? 'later work stands on it'}`;
  const conflicts =
    plan.conflicts.length === 0
      ? []
      : [`Later work stands on the same lines of ${listed(plan.conflicts.map((file) => file.path))}.`];
  const later = plan.later.map(
    (task) =>
      `#${task.number} “${task.title}” (${task.state}) ${task.because === 'depends_on' ? 'needs it' : `changed the same files after it: ${listed(task.files)}`}.`,
  );
  const commits =
    plan.commits.length === 0
      ? []
      : [
          `Changed the same files since: ${listed(plan.commits.map((commit) => `${commit.oid.slice(0, 8)} ${commit.subject}`))}.`,
        ];
  return [head, ...conflicts, ...later, ...commits].join('\n');
}

function listed(names: readonly string[]): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
