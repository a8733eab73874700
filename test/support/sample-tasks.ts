// Tasks and lifecycle events for tests. A task in a state is made by the events that lead there, never by hand.
import { oid, projectId, taskId } from '../../src/domain/ids.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { reduce } from '../../src/domain/lifecycle.ts';
import type { LifecycleEvent, LifecycleEventType } from '../../src/domain/lifecycle.ts';
import type { PullRequest } from '../../src/domain/pull-request.ts';
import type { Result } from '../../src/domain/result.ts';
import { createDraft } from '../../src/domain/task.ts';
import type { NewTask, Task, TaskSpec, TaskState } from '../../src/domain/task.ts';

export function sampleSpec(given: Partial<TaskSpec> = {}): TaskSpec {
  return {
    title: 'Add a schema',
    prompt: 'Add a schema for orders.',
    policy: 'board',
    agent: 'builtin',
    model: null,
    setup: null,
    checks: [{ name: 'test', command: 'npm test', timeoutMs: 60_000 }],
    limits: { timeoutMs: 600_000, maxTurns: null },
    priority: 'normal',
    dependsOn: [],
    releasedBy: 'applied',
    owner: 'ada',
    parentId: null,
    phaseId: null,
    owns: [],
    onViolation: 'fail',
    plan: null,
    category: null,
    template: null,
    ...given,
  };
}

export function sampleDraft(given: Partial<NewTask> = {}): Task {
  const number = given.number ?? 12;
  return createDraft({
    ...sampleSpec(),
    id: taskId(`task-${number}`),
    projectId: projectId('project-1'),
    number,
    name: `task-${number}`,
    branch: `tasklane/${number}-task-${number}`,
    at: 1000,
    ...given,
  });
}

const commit = oid('a'.repeat(40));

export const sampleFailure: Failure = {
  kind: 'test',
  message: '2 of 40 tests failed.',
  detail: 'not ok 7 - adds',
  next: 'Retry it.',
};

export const sampleEvidence: Evidence = {
  name: 'test',
  command: 'npm test',
  outcome: 'passed',
  exitCode: 0,
  durationMs: 1200,
  counts: { passed: 40, failed: 0, skipped: 1 },
  tail: 'ok',
  log: 'test-1.log',
  on: 'task',
  tree: commit,
  base: commit,
  at: 1500,
};

export const sampleResult: Result = {
  summary: 'Added the schema.',
  base: commit,
  head: commit,
  tree: commit,
  files: [{ path: 'schema.sql', status: 'added', from: null, additions: 3, deletions: 0 }],
  commits: [{ oid: commit, message: 'Add a schema', author: 'A Person', at: 1400 }],
  checks: [sampleEvidence],
};

const samplePullRequest: PullRequest = {
  number: 7,
  url: 'https://git.example.com/team/shop/pulls/7',
  state: 'open',
  branch: 'tasklane/12-task-12',
  into: 'main',
  head: commit,
  openedAt: 1600,
  changedAt: 1600,
};

/** One event of every type. */
export const sampleEvents: {
  readonly [Type in LifecycleEventType]: Extract<LifecycleEvent, { type: Type }>;
} = {
  edited: { type: 'edited', patch: { priority: 'high' } },
  accepted: { type: 'accepted' },
  archived: { type: 'archived' },
  moved: { type: 'moved', position: 2.5 },
  claimed: { type: 'claimed', worker: 'worker-1' },
  stepped: { type: 'stepped', step: 'workspace', baseCommit: commit },
  started: { type: 'started' },
  progressed: { type: 'progressed', activity: 'checks' },
  idled: { type: 'idled', detail: 'What next?' },
  asked: { type: 'asked', waitingFor: 'approval', detail: 'May it do “npm test”?' },
  answered: { type: 'answered' },
  reported: { type: 'reported', report: { state: 'working', text: 'Half of the tests pass.' } },
  completed: { type: 'completed' },
  verified: { type: 'verified', result: sampleResult },
  finished: { type: 'finished', how: 'pushed', commit },
  failed: { type: 'failed', failure: sampleFailure },
  deferred: { type: 'deferred', notBefore: 9000, reason: 'the model is overloaded' },
  hurried: { type: 'hurried' },
  lost: { type: 'lost' },
  paused: { type: 'paused' },
  resumed: { type: 'resumed', resume: { reason: 'resumed', message: null } },
  cancelled: { type: 'cancelled', reason: 'not needed' },
  apply_queued: { type: 'apply_queued', priority: 'high', by: 'ada' },
  apply_withdrawn: { type: 'apply_withdrawn' },
  apply_started: { type: 'apply_started' },
  applied: {
    type: 'applied',
    commit,
    delivery: { kind: 'fast_forwarded' },
    checks: [{ ...sampleEvidence, on: 'merged' }],
  },
  apply_refused: { type: 'apply_refused', notice: { ...sampleFailure, kind: 'conflict' } },
  pull_requested: { type: 'pull_requested', pullRequest: samplePullRequest },
  pull_request_changed: {
    type: 'pull_request_changed',
    pullRequest: { ...samplePullRequest, state: 'closed', changedAt: 2000 },
    notice: { ...sampleFailure, kind: 'push_rejected' },
  },
  undone: {
    type: 'undone',
    commit,
    delivery: { kind: 'fast_forwarded' },
    notice: { ...sampleFailure, kind: 'other' },
    result: sampleResult,
  },
  dismissed: { type: 'dismissed', keptUntil: 99_000 },
  restored: { type: 'restored' },
  emptied: { type: 'emptied' },
  sent_back: { type: 'sent_back', message: 'Add an index too.' },
  retried: { type: 'retried' },
  replanned: { type: 'replanned' },
  deleted: { type: 'deleted' },
};

export const eventTypes = Object.keys(sampleEvents).filter(isEventType);

function isEventType(text: string): text is LifecycleEventType {
  return text in sampleEvents;
}

/** How a task gets into each state. */
export const pathTo: Readonly<Record<TaskState, readonly LifecycleEventType[]>> = {
  draft: [],
  queued: ['accepted'],
  starting: ['accepted', 'claimed'],
  running: ['accepted', 'claimed', 'stepped', 'started'],
  waiting: ['accepted', 'claimed', 'stepped', 'started', 'asked'],
  paused: ['accepted', 'claimed', 'stepped', 'started', 'paused'],
  ready: ['accepted', 'claimed', 'stepped', 'started', 'verified', 'apply_queued'],
  applying: ['accepted', 'claimed', 'stepped', 'started', 'verified', 'apply_queued', 'apply_started'],
  done: ['accepted', 'claimed', 'stepped', 'started', 'verified', 'apply_started', 'applied'],
  failed: ['accepted', 'claimed', 'stepped', 'started', 'failed'],
  cancelled: ['accepted', 'cancelled'],
  dismissed: ['accepted', 'claimed', 'stepped', 'started', 'verified', 'dismissed'],
};

/** The task after events, one millisecond apart. */
export function after(task: Task, ...events: readonly (LifecycleEvent | LifecycleEventType)[]): Task {
  return events.reduce<Task>(
    (before, event) =>
      reduce(before, typeof event === 'string' ? sampleEvents[event] : event, before.updatedAt + 1),
    task,
  );
}

/** A task in that state; throws when the path does not lead there. */
export function sampleIn<State extends TaskState>(
  state: State,
  given: Partial<NewTask> = {},
): Extract<Task, { state: State }> {
  const task = after(sampleDraft(given), ...pathTo[state]);
  if (!isIn(task, state)) throw new Error(`the path to ${state} leads to ${task.state}`);
  return task;
}

/** Narrows a task to the state it is in. */
export function isIn<State extends TaskState>(
  task: Task,
  state: State,
): task is Extract<Task, { state: State }> {
  return task.state === state;
}
