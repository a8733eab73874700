// A task: what somebody wants, and where it stands. The union is tagged by `state`; each state has only its own fields.
import type { Backoff } from './backoff.ts';
import type { Check } from './evidence.ts';
import type { Delivery } from './delivery.ts';
import type { Failure } from './failure.ts';
import type { LimitSources } from './limit-source.ts';
import type { MergeEntry } from './merge-entry.ts';
import type { Oid, PhaseId, ProjectId, TaskId } from './ids.ts';
import type { Category, Plan } from './plan.ts';
import type { PermissionPolicy } from './permission.ts';
import type { PolicyName } from './policy.ts';
import type { PullRequest } from './pull-request.ts';
import type { SubagentCopy } from './subagent.ts';
import type { Result } from './result.ts';
import type { TaskTemplate } from './template.ts';

export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export const violationAnswers = ['fail', 'revert'] as const;
export type OnViolation = (typeof violationAnswers)[number];

export interface Limits {
  /** Wall-clock time of one attempt, without the checks. */
  readonly timeoutMs: number;
  /** Rounds with the model; null = the agent's own limit. */
  readonly maxTurns: number | null;
  /** Of one attempt, in and out together; null or missing = no limit. */
  readonly maxTokens?: number | null;
  /** Of one attempt, in dollars. */
  readonly maxCost?: number | null;
  /** Who set each. */
  readonly from?: LimitSources;
}

/**
 * What was asked for. A person may edit it while the task is a draft, and while it is queued still what only the
 * scheduler has read (schedulingFields); afterwards it is fixed.
 */
export interface TaskSpec {
  readonly title: string;
  readonly prompt: string;
  readonly policy: PolicyName;
  readonly agent: string;
  /** `provider/model`, or null for the agent's own default. */
  readonly model: string | null;
  readonly setup: string | null;
  readonly checks: readonly Check[];
  readonly limits: Limits;
  readonly priority: Priority;
  readonly dependsOn: readonly TaskId[];
  /** What lets it start: its prerequisites applied to the branch, or already their being ready. */
  readonly releasedBy: 'applied' | 'ready';
  /** The name of the person whose task it is; null = it was made before there were people. */
  readonly owner: string | null;
  /** The task whose agent asked for it, for subagents. */
  readonly parentId: TaskId | null;
  /** The phase that hands it out to agents from outside; the dispatcher starts only tasks that have none. */
  readonly phaseId: PhaseId | null;
  /** Globs of the paths it may change; empty = everything. */
  readonly owns: readonly string[];
  /** What happens when it changed other paths: it fails, or they are left out of its work. */
  readonly onViolation: OnViolation;
  /** How its agent's requests for permission are answered; null or missing = as the project says. */
  readonly permission?: PermissionPolicy | null;
  readonly plan: Plan | null;
  readonly category: Category | null;
  /** The template that it was made from; null = none. */
  readonly template: TaskTemplate | null;
  /** For a subagent's run: which one, and where it works. Missing or null = it is none. */
  readonly subagent?: SubagentTask | null;
}

export interface SubagentTask {
  readonly name: string;
  /** `shared` = in the copy of its parent; `own` = in one that begins with what is there. */
  readonly copy: SubagentCopy;
  /** What its copy begins with; of a shared one the base of the parent. */
  readonly base: Oid;
  /** For one that works inside its parent's agent: its run there. Missing or null = it has an agent of its own. */
  readonly run?: string | null;
}

/** What may change until the task is claimed. */
export const schedulingFields = [
  'priority',
  'dependsOn',
  'releasedBy',
  'owns',
] as const satisfies readonly (keyof TaskSpec)[];

export const reportStates = ['working', 'complete', 'failure'] as const;

/** How an agent says that it stands. What is true is decided by the evidence. */
export interface StatusReport {
  readonly state: (typeof reportStates)[number];
  /** One line of at most 160 characters. */
  readonly text: string;
}

/** What every task has, whatever its state. */
export interface TaskCore extends TaskSpec {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  /** Counts up from 1 within its project. */
  readonly number: number;
  /** A slug of the title, unique among the project's tasks that are not deleted. */
  readonly name: string;
  /** Order among tasks of one priority; starts as the number. */
  readonly position: number;
  /** Branch in the person's repository that shows the work, without `refs/heads/`. */
  readonly branch: string;
  readonly baseCommit: Oid | null;
  /** Attempts that were really started. */
  readonly attempt: number;
  /** Rises with every claim and every loss; a write that carries an older one changes nothing. */
  readonly fence: number;
  readonly result: Result | null;
  /** Why the previous attempt failed; the next one is told. */
  readonly lastFailure: Failure | null;
  /** How often in a row its agent was put off by an error that only needs time; null when it was not. */
  readonly backoff: Backoff | null;
  /** What its agent said last of how it stands; null = it has not, in this attempt. */
  readonly reported: StatusReport | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly stateSince: number;
  /** Rises with every change; an edit names the one it read. */
  readonly version: number;
  readonly deletedAt: number | null;
  /** What asks a git host to take its work; the newest one, also when that is over. Null = none was opened. */
  readonly pullRequest: PullRequest | null;
  /** When its work was deleted for good, so that it cannot be restored. Missing or null = it was not. */
  readonly emptiedAt?: number | null;
}

export const startSteps = ['reserved', 'workspace', 'setup', 'agent'] as const;
export type StartStep = (typeof startSteps)[number];

/**
 * How a queued task goes on in the workspace and session it already has. Null there = a new attempt from a fresh copy.
 * `idle`: it waited for a person when it was paused, and without a message it waits again.
 */
export interface Resume {
  readonly reason: 'message' | 'resumed' | 'recovered' | 'idle';
  readonly message: string | null;
}

export type TaskStatus =
  /** Proposed with a prompt and a plan; a person reviews it. */
  | { readonly state: 'draft' }
  /** Accepted; only the scheduler may start it. Why it waits is computed, never stored (schedule.ts). */
  | { readonly state: 'queued'; readonly resume: Resume | null; readonly notBefore: number | null }
  /** Claimed: a slot is taken and the workspace is being made. */
  | {
      readonly state: 'starting';
      readonly step: StartStep;
      readonly worker: string;
      readonly resume: Resume | null;
    }
  /** The agent works, or the system looks at what it did. */
  | {
      readonly state: 'running';
      readonly worker: string;
      readonly activity: 'agent' | 'snapshot' | 'checks' | 'apply';
    }
  /** The agent lives and a person is needed. */
  | {
      readonly state: 'waiting';
      readonly worker: string;
      readonly waitingFor: 'idle' | 'approval' | 'question';
      readonly detail: string;
    }
  /** The agent is stopped; workspace and session are kept. `during` is what it was stopped in, and goes on with. */
  | { readonly state: 'paused'; readonly during: 'start' | 'work' | 'idle' }
  /**
   * The work is committed and verified; the main version is untouched. `notice` says why an apply was refused, `merge`
   * that it waits in the merge queue.
   */
  | { readonly state: 'ready'; readonly notice: Failure | null; readonly merge: MergeEntry | null }
  /** Being merged and tested: by its place in the merge queue or, without one, as a part of its phase. */
  | { readonly state: 'applying'; readonly merge: MergeEntry | null }
  /** Finished for good. */
  | {
      readonly state: 'done';
      readonly how: 'applied' | 'pushed' | 'returned';
      readonly commit: Oid | null;
      readonly delivery: Delivery | null;
    }
  | { readonly state: 'failed'; readonly failure: Failure }
  /** Stopped before it finished, or an archived draft. */
  | { readonly state: 'cancelled'; readonly reason: string }
  /** A ready result was discarded; its work is kept until then. */
  | { readonly state: 'dismissed'; readonly keptUntil: number };

export type TaskState = TaskStatus['state'];
export type Task = TaskCore & TaskStatus;
export type TaskIn<State extends TaskState> = TaskCore & Extract<TaskStatus, { state: State }>;

/** All states, in the order of a task's life. */
export const taskStates = [
  'draft',
  'queued',
  'starting',
  'running',
  'waiting',
  'paused',
  'ready',
  'applying',
  'done',
  'failed',
  'cancelled',
  'dismissed',
] as const satisfies readonly TaskState[];

export type NewTask = TaskSpec & {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  readonly number: number;
  readonly name: string;
  readonly branch: string;
  readonly at: number;
};

/** A task as it begins: a draft of version 1. */
export function createDraft(input: NewTask): TaskIn<'draft'> {
  const { at, ...given } = input;
  return {
    ...given,
    state: 'draft',
    position: input.number,
    baseCommit: null,
    attempt: 0,
    fence: 0,
    result: null,
    lastFailure: null,
    backoff: null,
    reported: null,
    createdAt: at,
    updatedAt: at,
    stateSince: at,
    version: 1,
    deletedAt: null,
    pullRequest: null,
    emptiedAt: null,
  };
}

/**
 * A task as the two parts of its type. Whoever builds the next state starts from `core`, so that it never carries the
 * fields of the state before. One line per state: the type checker knows which fields are whose.
 */
export function split(task: Task): { readonly core: TaskCore; readonly status: TaskStatus } {
  switch (task.state) {
    case 'draft': {
      const { state, ...core } = task;
      return { core, status: { state } };
    }
    case 'queued': {
      const { state, resume, notBefore, ...core } = task;
      return { core, status: { state, resume, notBefore } };
    }
    case 'starting': {
      const { state, step, worker, resume, ...core } = task;
      return { core, status: { state, step, worker, resume } };
    }
    case 'running': {
      const { state, worker, activity, ...core } = task;
      return { core, status: { state, worker, activity } };
    }
    case 'waiting': {
      const { state, worker, waitingFor, detail, ...core } = task;
      return { core, status: { state, worker, waitingFor, detail } };
    }
    case 'paused': {
      const { state, during, ...core } = task;
      return { core, status: { state, during } };
    }
    case 'ready': {
      const { state, notice, merge, ...core } = task;
      return { core, status: { state, notice, merge } };
    }
    case 'applying': {
      const { state, merge, ...core } = task;
      return { core, status: { state, merge } };
    }
    case 'done': {
      const { state, how, commit, delivery, ...core } = task;
      return { core, status: { state, how, commit, delivery } };
    }
    case 'failed': {
      const { state, failure, ...core } = task;
      return { core, status: { state, failure } };
    }
    case 'cancelled': {
      const { state, reason, ...core } = task;
      return { core, status: { state, reason } };
    }
    case 'dismissed': {
      const { state, keptUntil, ...core } = task;
      return { core, status: { state, keptUntil } };
    }
  }
}

/** Whether a worker holds it: it has a slot, a lease and maybe processes. */
export function isLive<Of extends { readonly state: TaskState }>(
  task: Of,
): task is Of & { readonly state: 'starting' | 'running' | 'waiting' } {
  return task.state === 'starting' || task.state === 'running' || task.state === 'waiting';
}

/** Whether an agent from outside does it: one that asks for it, and that is not ours to start or to stop. */
export function isOutside(task: Pick<TaskSpec, 'phaseId'>): boolean {
  // Not `!== null`: a task that was stored before there were phases has no such field.
  return typeof task.phaseId === 'string';
}

/** Whether nothing will happen to it any more unless a person acts. */
export function isSettled(task: { readonly state: TaskState }): boolean {
  return !isLive(task) && task.state !== 'queued' && task.state !== 'applying';
}

/** How people speak of a task: `#12 “Add a schema”`. */
export function label(task: { readonly number: number; readonly title: string }): string {
  return `#${task.number} “${task.title}”`;
}
