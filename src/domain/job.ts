// Jobs: all that goes on in the background now, whatever kind it is: agents at work on tasks, runs of subagents in copies of their
// own, planners that make tasks of requests, and merges on their way to a branch.
import type { ProjectId, RequestId, TaskId } from './ids.ts';
import type { Request } from './planning/request.ts';
import type { Task } from './task.ts';

export const jobKinds = ['task', 'subagent', 'plan', 'merge'] as const;
export type JobKind = (typeof jobKinds)[number];

export interface Job {
  readonly kind: JobKind;
  readonly projectId: ProjectId;
  readonly title: string;
  readonly taskId: TaskId | null;
  readonly requestId: RequestId | null;
  /** Who works; null where that is the daemon itself. */
  readonly agent: string | null;
  /** `waiting`: for a person, or for its turn. */
  readonly state: 'running' | 'waiting';
  /** What exactly, in a word for programs. */
  readonly step: string;
  /** Since when: milliseconds since 1970. */
  readonly since: number;
}

export interface Merging {
  readonly task: Task;
  readonly since: number;
  /** What the merge queue does with it. */
  readonly step: string;
}

/** Longest first. `tasks`: those that are starting, running or waiting. */
export function jobsOf(
  tasks: readonly Task[],
  merging: readonly Merging[],
  requests: readonly Request[],
): readonly Job[] {
  const jobs = [...tasks.map(ofTask), ...merging.map(ofMerge), ...requests.map(ofRequest)];
  return jobs.sort((one, other) => one.since - other.since);
}

function ofTask(task: Task): Job {
  return {
    kind: task.parentId === null ? 'task' : 'subagent',
    projectId: task.projectId,
    title: task.title,
    taskId: task.id,
    requestId: null,
    agent: task.agent,
    state: task.state === 'waiting' ? 'waiting' : 'running',
    step: stepOf(task),
    since: task.stateSince,
  };
}

function stepOf(task: Task): string {
  if (task.state === 'starting') return task.step ?? 'claimed';
  if (task.state === 'running') return task.activity ?? 'agent';
  return task.state === 'waiting' ? task.waitingFor : task.state;
}

function ofMerge({ task, since, step }: Merging): Job {
  return {
    kind: 'merge',
    projectId: task.projectId,
    title: task.title,
    taskId: task.id,
    requestId: null,
    agent: null,
    state: step === 'waits' || step === 'behind' ? 'waiting' : 'running',
    step,
    since,
  };
}

function ofRequest(request: Request): Job {
  return {
    kind: 'plan',
    projectId: request.projectId,
    title: request.wish ?? request.text,
    taskId: null,
    requestId: request.id,
    agent: request.agent,
    state: 'running',
    step: request.kind,
    since: request.updatedAt,
  };
}
