// What the log tells of a task. Which event may happen when, and what it makes of the task, is decided in lifecycle.ts.
import type { Backoff } from './backoff.ts';
import type { Delivery } from './delivery.ts';
import type { Evidence } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { Oid } from './ids.ts';
import type { PullRequest } from './pull-request.ts';
import type { Result } from './result.ts';
import type { Limits, Priority, Resume, StartStep, StatusReport, TaskIn, TaskSpec } from './task.ts';

/** What can happen to a task: facts in the past tense, as they stand in the event log. */
export type LifecycleEvent =
  | { readonly type: 'edited'; readonly patch: Partial<TaskSpec> }
  | { readonly type: 'accepted' }
  | { readonly type: 'archived' }
  | { readonly type: 'moved'; readonly position: number }
  | { readonly type: 'claimed'; readonly worker: string }
  | { readonly type: 'stepped'; readonly step: StartStep; readonly baseCommit?: Oid }
  | { readonly type: 'started' }
  /** `checks`: those that ran, where their verdict is not the end of the run. */
  | {
      readonly type: 'progressed';
      readonly activity: TaskIn<'running'>['activity'];
      readonly checks?: readonly Evidence[];
    }
  | { readonly type: 'idled'; readonly detail: string }
  | { readonly type: 'asked'; readonly waitingFor: 'approval' | 'question'; readonly detail: string }
  | { readonly type: 'answered' }
  | { readonly type: 'reported'; readonly report: StatusReport }
  | { readonly type: 'completed' }
  | { readonly type: 'verified'; readonly result: Result }
  | {
      readonly type: 'finished';
      readonly how: TaskIn<'done'>['how'];
      readonly commit: Oid | null;
      readonly delivery?: Delivery;
      readonly result?: Result;
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly result?: Result }
  | {
      readonly type: 'deferred';
      readonly notBefore: number;
      readonly reason: string;
      readonly backoff?: Backoff;
    }
  /** Somebody does not want to wait for the end of its back-off. */
  | { readonly type: 'hurried' }
  | { readonly type: 'lost' }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed'; readonly resume: Resume }
  | { readonly type: 'cancelled'; readonly reason: string; readonly force?: boolean }
  /** Put into the merge queue; in it already, its priority is changed and its place in time kept. */
  | { readonly type: 'apply_queued'; readonly priority: Priority; readonly by: string }
  /** Taken out of the merge queue. */
  | { readonly type: 'apply_withdrawn' }
  | { readonly type: 'apply_started' }
  | {
      readonly type: 'applied';
      /** Whether the remote has it too. */
      readonly isPushed?: boolean;
      readonly commit: Oid;
      readonly delivery: Delivery;
      readonly checks: readonly Evidence[];
    }
  | { readonly type: 'apply_refused'; readonly notice: Failure; readonly checks?: readonly Evidence[] }
  /** Its work was pushed, and a git host was asked to take it. */
  | { readonly type: 'pull_requested'; readonly pullRequest: PullRequest }
  /** The host says something else of it than before. `notice`: what a person has to know of a ready task. */
  | {
      readonly type: 'pull_request_changed';
      readonly pullRequest: PullRequest;
      readonly notice?: Failure | null;
    }
  /** What was applied was taken back from the branch by `commit`; `result` is the same work, on top of that. */
  | {
      readonly type: 'undone';
      readonly commit: Oid;
      readonly delivery: Delivery;
      readonly notice: Failure;
      readonly result: Result;
    }
  | { readonly type: 'dismissed'; readonly keptUntil: number }
  /** Taken back from the trash; `name`: its own was given to another task meanwhile. */
  | { readonly type: 'restored'; readonly name?: string }
  /** Its work was deleted for good. */
  | { readonly type: 'emptied' }
  | { readonly type: 'sent_back'; readonly message: string; readonly limits?: Limits }
  | { readonly type: 'retried'; readonly patch?: RetryPatch }
  | { readonly type: 'replanned' }
  | { readonly type: 'deleted' };

/** What a new attempt may have otherwise than the one before. */
export type RetryPatch = Partial<Pick<TaskSpec, 'limits' | 'agent' | 'model'>>;

export type LifecycleEventType = LifecycleEvent['type'];
