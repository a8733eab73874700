// The one state machine (spec/lifecycle.md). Its table (transitions.ts) says which event may leave which state and where to;
// `reduce` is the pure step that builds the next task. Nothing else decides a transition; only Store.change writes one.
import type { AppError } from './errors.ts';
import { applyStep, whyNotWithdrawn } from './lifecycle-apply.ts';
import type { LifecycleEvent, LifecycleEventType } from './lifecycle-event.ts';
import { afterLoss, interruptedIn, resumeAfterPause, resumeOf } from './interruption.ts';
import { finish, retry } from './lifecycle-carry.ts';
import { isTrashEvent, trashStep, whyNotInTrash } from './lifecycle-trash.ts';
import { policyOf } from './policy.ts';
import { refusal } from './refusal.ts';
import { insideAdvice, whyNotInside } from './inside-task.ts';
import { isLive, schedulingFields, split, taskStates } from './task.ts';
import type { Task, TaskCore, TaskIn, TaskState, TaskStatus } from './task.ts';
import { transitions } from './transitions.ts';
import { doubtOn } from './verification.ts';

export type { LifecycleEvent, LifecycleEventType, RetryPatch } from './lifecycle-event.ts';

/** Whether this event may happen in this state at all; policies can still refuse it (see reduce). */
export function isAllowed(state: TaskState, type: LifecycleEventType): boolean {
  return transitions[state][type] !== undefined;
}

/**
 * The task after the event. Pure: `at` is the time in milliseconds.
 * What was deleted may only be restored, or deleted for good, whatever state it was in.
 * Throws AppError `invalid_transition` (with the states and what to do first) when the table or the policy refuses it.
 */
export function reduce(task: Task, event: LifecycleEvent, at: number): Task {
  const ofDeleted = task.deletedAt !== null && isTrashEvent(event);
  if (task.deletedAt !== null && !ofDeleted)
    throw refused(task, event, 'it was deleted', 'Restore it first: tasklane trash restore.');
  if (!ofDeleted && !isAllowed(task.state, event.type)) throw refused(task, event, `it is ${task.state}`);
  const inside = whyNotInside(task, event.type);
  if (inside !== null) throw refused(task, event, inside, insideAdvice);
  const doubt = doubtOn(task, event);
  if (doubt !== null)
    throw refused(task, event, doubt, 'Send it a message: its checks run on the newest work.');
  const { status, changes } = step(task, event, at);
  const { core } = split(task);
  return {
    ...core,
    ...changes,
    ...status,
    updatedAt: at,
    stateSince: status.state === task.state ? task.stateSince : at,
    version: task.version + 1,
  };
}

interface Step {
  readonly status: TaskStatus;
  readonly changes?: Partial<TaskCore>;
}

function step(task: Task, event: LifecycleEvent, at: number): Step {
  switch (event.type) {
    case 'edited':
      return edit(task, event);
    case 'accepted':
      return { status: { state: 'queued', resume: null, notBefore: null } };
    case 'archived':
      return { status: { state: 'cancelled', reason: 'archived' } };
    case 'moved':
      return { status: split(task).status, changes: { position: event.position } };
    case 'claimed':
      return claim(task, event.worker);
    case 'stepped':
      return stepOn(task, event);
    case 'started':
      return start(task);
    case 'progressed':
      return { status: { state: 'running', worker: workerOf(task), activity: event.activity } };
    case 'idled':
      return { ...wait(task, 'idle', event.detail), changes: { backoff: null } };
    case 'asked':
      return wait(task, event.waitingFor, event.detail);
    case 'reported':
      return { status: split(task).status, changes: { reported: event.report } };
    case 'answered':
      return { status: { state: 'running', worker: workerOf(task), activity: 'agent' } };
    case 'completed':
      return { status: { state: 'running', worker: workerOf(task), activity: 'snapshot' } };
    case 'verified':
      return {
        status: { state: 'ready', notice: null, merge: null },
        changes: { result: event.result, lastFailure: null, backoff: null },
      };
    case 'finished':
      return finish(event);
    case 'failed':
      return {
        status: { state: 'failed', failure: event.failure },
        changes: {
          lastFailure: event.failure,
          backoff: null,
          ...(event.result && { result: event.result }),
        },
      };
    case 'deferred':
      return {
        status: { state: 'queued', resume: resumeOf(task), notBefore: event.notBefore },
        changes: event.backoff === undefined ? {} : { backoff: event.backoff },
      };
    case 'hurried':
      return {
        status: { state: 'queued', resume: task.state === 'queued' ? task.resume : null, notBefore: null },
      };
    case 'lost':
      // Its worker may only be slow: what it still writes must not count, not even before the next claim.
      return { status: afterLoss(task), changes: { fence: task.fence + 1 } };
    case 'paused':
      return pause(task, event);
    case 'resumed':
      return { status: { state: 'queued', resume: resumeAfterPause(task, event.resume), notBefore: null } };
    case 'cancelled':
      return cancel(task, event);
    case 'apply_withdrawn':
      return withdraw(task, event);
    case 'apply_queued':
    case 'apply_started':
    case 'applied':
    case 'apply_refused':
    case 'pull_requested':
    case 'pull_request_changed':
      return applyStep(task, event, at);
    default:
      return stepOfEnded(task, event, at);
  }
}

// What happens to a task whose agent has ended. An event that is in neither switch does not pass the type checker.
type EndedEvent = Extract<
  LifecycleEvent,
  {
    type: 'undone' | 'dismissed' | 'restored' | 'emptied' | 'sent_back' | 'retried' | 'replanned' | 'deleted';
  }
>;

function stepOfEnded(task: Task, event: EndedEvent, at: number): Step {
  switch (event.type) {
    case 'undone':
      return undo(task, event);
    case 'dismissed':
      return { status: { state: 'dismissed', keptUntil: event.keptUntil } };
    case 'restored':
    case 'emptied':
      return inTrash(task, event, at);
    case 'sent_back':
      return {
        status: { state: 'queued', resume: { reason: 'message', message: event.message }, notBefore: null },
        ...(event.limits !== undefined && { changes: { limits: event.limits } }),
      };
    case 'retried':
      return retry(task, event);
    case 'replanned':
      return { status: { state: 'draft' } };
    case 'deleted':
      return { status: split(task).status, changes: { deletedAt: at } };
  }
}

function inTrash(task: Task, event: Extract<EndedEvent, { type: 'restored' | 'emptied' }>, at: number): Step {
  const because = whyNotInTrash(task);
  if (because === null) return trashStep(task, event, at);
  throw refused(
    task,
    event,
    because,
    'What it was asked to do can still be read: create a new task with it.',
  );
}

function withdraw(task: Task, event: LifecycleEvent): Step {
  const because = whyNotWithdrawn(task);
  if (because === null) return { status: { state: 'ready', notice: null, merge: null } };
  throw refused(task, event, because, 'See `tasklane queue merges` for what is in it.');
}

function undo(task: Task, event: Extract<LifecycleEvent, { type: 'undone' }>): Step {
  if (task.state !== 'done' || task.how === 'returned')
    throw refused(task, event, 'its work was never applied to the branch', 'There is nothing to take back.');
  return {
    status: { state: 'ready', notice: event.notice, merge: null },
    changes: { result: event.result, baseCommit: event.result.base },
  };
}

function edit(task: Task, event: Extract<LifecycleEvent, { type: 'edited' }>): Step {
  const fixed = Object.keys(event.patch).filter((field) => !schedulingFields.some((free) => free === field));
  if (task.state !== 'draft' && fixed.length > 0)
    throw refused(
      task,
      event,
      `it is ${task.state}, and ${fixed.join(', ')} can be changed only in a draft`,
      `Now only ${schedulingFields.join(', ')} can be changed. Cancel it and create it anew for the rest.`,
    );
  return { status: split(task).status, changes: event.patch };
}

function claim(task: Task, worker: string): Step {
  const resume = task.state === 'queued' ? task.resume : null;
  return {
    status: { state: 'starting', step: 'reserved', worker, resume },
    changes: { fence: task.fence + 1 },
  };
}

function stepOn(task: Task, event: Extract<LifecycleEvent, { type: 'stepped' }>): Step {
  const resume = task.state === 'starting' ? task.resume : null;
  return {
    status: { state: 'starting', step: event.step, worker: workerOf(task), resume },
    changes: event.baseCommit === undefined ? {} : { baseCommit: event.baseCommit },
  };
}

// An attempt counts from here: a start that never reached the agent is not held against the task.
function start(task: Task): Step {
  const isNew = task.state === 'starting' && task.resume === null;
  return {
    status: { state: 'running', worker: workerOf(task), activity: 'agent' },
    changes: { attempt: isNew ? task.attempt + 1 : Math.max(1, task.attempt) },
  };
}

function wait(task: Task, waitingFor: TaskIn<'waiting'>['waitingFor'], detail: string): Step {
  return { status: { state: 'waiting', worker: workerOf(task), waitingFor, detail } };
}

// Whoever held it must not write any more: a run that was about to begin when the pause came finds itself fenced out.
function pause(task: Task, event: Extract<LifecycleEvent, { type: 'paused' }>): Step {
  if (task.state === 'running' && task.activity === 'apply')
    throw refused(
      task,
      event,
      'its work is being merged into the branch',
      'Wait until that has ended: it is done then, or has failed with the reason.',
    );
  return { status: { state: 'paused', during: interruptedIn(task) }, changes: { fence: task.fence + 1 } };
}

function cancel(task: Task, event: Extract<LifecycleEvent, { type: 'cancelled' }>): Step {
  if (isLive(task) && event.force !== true && policyOf(task.policy).cancelRunning === 'nobody')
    throw refused(
      task,
      event,
      `the ${task.policy} policy does not cancel a task that is ${task.state}`,
      'Wait until it ends; an administrator may cancel it by force.',
    );
  return { status: { state: 'cancelled', reason: event.reason } };
}

function workerOf(task: Task): string {
  if (isLive(task)) return task.worker;
  throw new Error(`task ${task.id} is ${task.state} and has no worker: the table and the reducer disagree`);
}

function refused(task: Task, event: LifecycleEvent, because: string, next?: string): AppError {
  const possible = Object.keys(transitions[task.state]);
  const states = taskStates.filter((state) => isAllowed(state, event.type));
  return refusal(task, event.type, { because, possible, states, next });
}
