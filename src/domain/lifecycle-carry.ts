// What a task carries over: its result to its end, and why it was not good enough to the next attempt.
import type { LifecycleEvent } from './lifecycle-event.ts';
import type { Task, TaskCore, TaskStatus } from './task.ts';

interface Step {
  readonly status: TaskStatus;
  readonly changes?: Partial<TaskCore>;
}

export function finish(event: Extract<LifecycleEvent, { type: 'finished' }>): Step {
  const { how, commit, delivery = null, result } = event;
  return {
    status: { state: 'done', how, commit, delivery },
    changes: { backoff: null, ...(result !== undefined && { result, lastFailure: null }) },
  };
}

// The next attempt is told why this one was not good enough; for a ready task that is why it could not be applied.
export function retry(task: Task, event: Extract<LifecycleEvent, { type: 'retried' }>): Step {
  const notice = task.state === 'ready' && task.notice !== null ? { lastFailure: task.notice } : {};
  return {
    status: { state: 'queued', resume: null, notBefore: null },
    changes: { ...notice, ...event.patch, reported: null },
  };
}
