// One line of the event log. Every change of a task is exactly one; replaying them gives the task again (replay).
import type { AgentEvent } from './agent-event.ts';
import type { TaskConflict } from './conflict.ts';
import type { Inquiry, InquiryOutcome } from './inquiry.ts';
import type { ModelCall } from './llm/call.ts';
import type { PhaseId, ProjectId, RankingId, TaskId } from './ids.ts';
import { reduce } from './lifecycle.ts';
import type { LifecycleEvent } from './lifecycle.ts';
import type { PhaseState } from './phase.ts';
import type { RankingState } from './ranking/ranking.ts';
import type { Task, TaskState } from './task.ts';

/** What the system does around an agent: setup and checks, line by line, and remarks worth keeping. */
export type RunEvent =
  | { readonly type: 'run.output'; readonly source: string; readonly text: string }
  | { readonly type: 'run.note'; readonly level: 'info' | 'warning'; readonly text: string }
  | { readonly type: 'run.message'; readonly text: string; readonly from: string }
  /** The agent wants something from a person. */
  | { readonly type: 'run.inquiry'; readonly inquiry: Inquiry }
  /** What became of that. */
  | {
      readonly type: 'run.inquiry_closed';
      readonly inquiry: Inquiry['id'];
      readonly kind: Inquiry['kind'];
      readonly question: string;
      readonly outcome: InquiryOutcome;
    }
  /** A request of the agent to its model is over, as the gateway saw it. */
  | { readonly type: 'run.model_call'; readonly call: ModelCall }
  /** A judge compares the variants of the task, has come to an order, or failed. `place` is that of this task, from 1. */
  | {
      readonly type: 'run.ranking';
      readonly ranking: RankingId;
      readonly state: RankingState;
      readonly agent: string;
      readonly place: number | null;
      /** How many were compared. */
      readonly of: number;
    }
  /** What its work conflicts with has changed: the branch, other tasks. None = it goes together with all of them. */
  | { readonly type: 'run.conflicts'; readonly conflicts: readonly TaskConflict[] }
  /** The phase that the task belongs to was registered, or came to another state; `detail` says why. */
  | {
      readonly type: 'run.phase';
      readonly phase: PhaseId;
      readonly name: string;
      readonly state: PhaseState;
      readonly detail: string;
    };

export type EventBody =
  | { readonly type: 'task.created'; readonly task: Task }
  | {
      readonly type: 'task.changed';
      readonly change: LifecycleEvent;
      readonly from: TaskState;
      readonly to: TaskState;
    }
  | AgentEvent
  | RunEvent;

export interface EventRecord {
  /** Position in the whole log; rises in commit order. */
  readonly id: number;
  readonly projectId: ProjectId;
  readonly taskId: TaskId;
  /** Position within the task, from 1, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who: a person, `system`, `worker:<name>`, `agent:<name>`. */
  readonly actor: string;
  readonly body: EventBody;
}

/** The task that a log tells of. Throws if the log does not begin with its creation. */
export function replay(log: readonly EventRecord[]): Task {
  const first = log[0];
  if (first?.body.type !== 'task.created') throw new Error('the log does not begin with task.created');
  return log.reduce<Task>(
    (task, record) =>
      record.body.type === 'task.changed' ? reduce(task, record.body.change, record.at) : task,
    first.body.task,
  );
}
