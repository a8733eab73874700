// The steps of a task that is in the trash: it comes back, or its work is deleted for good.
import type { Failure } from './failure.ts';
import type { LifecycleEvent } from './lifecycle-event.ts';
import { split } from './task.ts';
import type { Task, TaskCore, TaskIn, TaskStatus } from './task.ts';
import { isEmptied } from './trash.ts';

export type TrashEvent = Extract<LifecycleEvent, { type: 'restored' | 'emptied' }>;

/** A deleted task is asked about these alone, whatever state it was deleted in. */
export function isTrashEvent(event: LifecycleEvent): event is TrashEvent {
  return event.type === 'restored' || event.type === 'emptied';
}

/** In words why the task cannot come back or be emptied; null: it can. */
export function whyNotInTrash(task: Task): string | null {
  return isEmptied(task) ? 'its work was deleted for good' : null;
}

export function trashStep(
  task: Task,
  event: TrashEvent,
  at: number,
): { readonly status: TaskStatus; readonly changes?: Partial<TaskCore> } {
  if (event.type === 'emptied') return { status: split(task).status, changes: { emptiedAt: at } };
  if (task.deletedAt === null) return { status: broughtBack(task) };
  const name = event.name === undefined ? {} : { name: event.name };
  return { status: asItWas(task), changes: { deletedAt: null, ...name } };
}

// Its place in the merge queue was given up when it was deleted.
function asItWas(task: Task): TaskStatus {
  if (task.state === 'ready') return { state: 'ready', notice: task.notice, merge: null };
  return split(task).status;
}

// What was verified is ready again. What was cancelled never was: nothing says that it works, and a person decides how it
// goes on, as after any other failure. What never began is a draft.
function broughtBack(task: Task): TaskStatus {
  if (task.state === 'dismissed') return { state: 'ready', notice: null, merge: null };
  if (task.state !== 'cancelled')
    throw new Error(
      `task ${task.id} is ${task.state} and not in the trash: the table and the reducer disagree`,
    );
  const isOurs = task.phaseId === null && task.subagent == null;
  if (task.attempt === 0 && task.result === null && isOurs) return { state: 'draft' };
  return { state: 'failed', failure: failureOf(task) };
}

function failureOf(task: TaskIn<'cancelled'>): Failure {
  if (task.reason === 'archived' && task.lastFailure !== null) return task.lastFailure;
  return {
    kind: 'other',
    message: `It was cancelled (${task.reason}) and taken back from the trash.`,
    detail: '',
    next: 'Send its agent a message to go on with what it had done, or retry it from the newest version.',
  };
}
