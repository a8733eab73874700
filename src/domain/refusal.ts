// The words for a change that the lifecycle refuses: which task, why not, and what to do instead.
import { AppError } from './errors.ts';
import type { LifecycleEventType } from './lifecycle.ts';
import { label } from './task.ts';
import type { Task, TaskState } from './task.ts';

export interface Refusal {
  readonly because: string;
  /** The events that may happen to the task as it is. */
  readonly possible: readonly string[];
  /** The states in which the refused event may happen. */
  readonly states: readonly TaskState[];
  /** What to do, where it is not simply to wait for one of those states. */
  readonly next?: string | undefined;
}

const verbs: Partial<Record<LifecycleEventType, string>> = {
  edited: 'edited',
  accepted: 'accepted',
  moved: 'moved in the queue',
  paused: 'paused',
  resumed: 'resumed',
  completed: 'completed',
  cancelled: 'cancelled',
  apply_queued: 'applied',
  apply_withdrawn: 'taken out of the merge queue',
  apply_started: 'applied',
  pull_requested: 'given to a git host',
  undone: 'undone',
  dismissed: 'dismissed',
  restored: 'restored',
  emptied: 'deleted for good',
  sent_back: 'sent a message',
  answered: 'answered',
  retried: 'retried',
  replanned: 'planned again',
  deleted: 'deleted',
};

export function refusal(task: Task, wanted: LifecycleEventType, why: Refusal): AppError {
  const verb = verbs[wanted] ?? `marked “${wanted}”`;
  return new AppError('invalid_transition', `Task ${label(task)} cannot be ${verb}: ${why.because}.`, {
    next: why.next ?? nextStep(wanted, why),
    details: { task: task.id, state: task.state, event: wanted, possible: why.possible },
  });
}

function nextStep(wanted: LifecycleEventType, why: Refusal): string {
  if (wanted !== 'deleted') return `This is possible while it is ${listed(why.states)}.`;
  return why.possible.includes('cancelled') ? 'Cancel it first.' : 'Wait until that has ended.';
}

/** “a”, “a or b”, “a, b or c”. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
