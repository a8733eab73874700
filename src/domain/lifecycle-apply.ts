// What becomes of a task on its way to the branch: into the merge queue, being merged and tested, and out of it again. A part of
// the reducer (lifecycle.ts), which alone asks whether it may happen.
import type { Evidence } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { LifecycleEvent } from './lifecycle-event.ts';
import { mergeOf } from './merge-entry.ts';
import { isOutside, split } from './task.ts';
import type { Task, TaskCore, TaskStatus } from './task.ts';

type ApplyEvent = Extract<
  LifecycleEvent,
  {
    type:
      | 'apply_queued'
      | 'apply_started'
      | 'applied'
      | 'apply_refused'
      | 'pull_requested'
      | 'pull_request_changed';
  }
>;

export interface ApplyStep {
  readonly status: TaskStatus;
  readonly changes?: Partial<TaskCore>;
}

export function applyStep(task: Task, event: ApplyEvent, at: number): ApplyStep {
  switch (event.type) {
    case 'apply_queued':
      return { status: enter(task, event, at) };
    case 'apply_started':
      return { status: { state: 'applying', merge: mergeOf(task) } };
    case 'applied': {
      const { commit, delivery, isPushed } = event;
      const how = isPushed === true ? 'pushed' : 'applied';
      return {
        status: { state: 'done', how, commit, delivery },
        changes: withChecks(task, event.checks),
      };
    }
    case 'apply_refused':
      return {
        status: { state: 'ready', notice: event.notice, merge: null },
        changes: withChecks(task, event.checks ?? []),
      };
    case 'pull_requested':
      return {
        status: { state: 'ready', notice: null, merge: null },
        changes: { pullRequest: event.pullRequest },
      };
    case 'pull_request_changed':
      return { status: told(task, event.notice), changes: { pullRequest: event.pullRequest } };
  }
}

/** Why it cannot be taken out of the merge queue, or null. */
export function whyNotWithdrawn(task: Task): string | null {
  if (mergeOf(task) !== null) return null;
  if (task.state !== 'applying') return 'it is not in the merge queue';
  return isOutside(task) ? 'its phase is being merged' : 'a pull request is being opened for it';
}

// What waits keeps its place when somebody only changes how urgent it is; an earlier refusal is history now.
function enter(task: Task, event: Extract<LifecycleEvent, { type: 'apply_queued' }>, at: number): TaskStatus {
  const { priority, by } = event;
  const merge = { priority, by, at: mergeOf(task)?.at ?? at };
  return task.state === 'applying' ? { state: 'applying', merge } : { state: 'ready', notice: null, merge };
}

/** Only who is ready can be told something; whoever works goes on. */
function told(task: Task, notice: Failure | null | undefined): TaskStatus {
  const { status } = split(task);
  return status.state === 'ready' && notice !== undefined ? { ...status, notice } : status;
}

function withChecks(task: Task, checks: readonly Evidence[]): Partial<TaskCore> {
  if (task.result === null || checks.length === 0) return {};
  return { result: { ...task.result, checks: [...task.result.checks, ...checks] } };
}
