import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  after,
  eventTypes,
  isIn,
  pathTo,
  sampleEvents,
  sampleFailure,
  sampleIn,
  sampleResult,
} from '../../test/support/sample-tasks.ts';
import { AppError } from './errors.ts';
import { phaseId, taskId } from './ids.ts';
import { isAllowed, reduce } from './lifecycle.ts';
import { transitions } from './transitions.ts';
import type { Failure } from './failure.ts';
import type { LifecycleEventType } from './lifecycle.ts';
import { mergeOf, mergeOrder } from './merge-entry.ts';
import { policyNames } from './policy.ts';
import { isLive, taskStates } from './task.ts';
import type { Priority, Task, TaskState } from './task.ts';

// Written out once more, so that a field of one state that leaks into another is seen.
const fieldsOf: Readonly<Record<TaskState, readonly string[]>> = {
  draft: [],
  queued: ['resume', 'notBefore'],
  starting: ['step', 'worker', 'resume'],
  running: ['worker', 'activity'],
  waiting: ['worker', 'waitingFor', 'detail'],
  paused: ['during'],
  ready: ['notice', 'merge'],
  applying: ['merge'],
  done: ['how', 'commit', 'delivery'],
  failed: ['failure'],
  cancelled: ['reason'],
  dismissed: ['keptUntil'],
};
const coreFields = Object.keys(sampleIn('draft')).filter((field) => field !== 'state');

// spec/lifecycle.md, "what leaves it", independent of the table in the code.
const leaves: Readonly<Record<TaskState, Readonly<Partial<Record<LifecycleEventType, TaskState>>>>> = {
  draft: { accepted: 'queued', archived: 'cancelled' },
  queued: { claimed: 'starting', cancelled: 'cancelled', failed: 'failed' },
  starting: {
    started: 'running',
    failed: 'failed',
    lost: 'queued',
    deferred: 'queued',
    paused: 'paused',
    cancelled: 'cancelled',
  },
  running: {
    idled: 'waiting',
    asked: 'waiting',
    verified: 'ready',
    finished: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    paused: 'paused',
    lost: 'queued',
    deferred: 'queued',
  },
  waiting: {
    answered: 'running',
    completed: 'running',
    paused: 'paused',
    cancelled: 'cancelled',
    lost: 'queued',
    failed: 'failed',
  },
  paused: { resumed: 'queued', cancelled: 'cancelled' },
  ready: { apply_started: 'applying', dismissed: 'dismissed', sent_back: 'queued', retried: 'queued' },
  applying: {
    applied: 'done',
    apply_refused: 'ready',
    pull_requested: 'ready',
    apply_withdrawn: 'ready',
    lost: 'ready',
  },
  done: { undone: 'ready' },
  failed: { retried: 'queued', sent_back: 'queued', replanned: 'draft', archived: 'cancelled' },
  cancelled: { restored: 'draft' },
  dismissed: { restored: 'ready' },
};

// What may happen without leaving the state.
const stays: Readonly<Partial<Record<TaskState, readonly LifecycleEventType[]>>> = {
  draft: ['edited', 'deleted'],
  queued: ['edited', 'moved', 'hurried', 'deleted', 'pull_request_changed'],
  starting: ['stepped', 'pull_request_changed'],
  running: ['progressed', 'reported', 'pull_request_changed'],
  waiting: ['asked', 'reported', 'pull_request_changed'],
  paused: ['deleted', 'pull_request_changed'],
  ready: ['apply_queued', 'apply_withdrawn', 'deleted', 'pull_request_changed'],
  applying: ['apply_queued'],
  done: ['deleted'],
  failed: ['deleted', 'pull_request_changed'],
  cancelled: ['emptied', 'deleted', 'pull_request_changed'],
  dismissed: ['emptied', 'deleted', 'pull_request_changed'],
};

function refusal(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

function expectedState(state: TaskState, type: LifecycleEventType): TaskState | undefined {
  return stays[state]?.includes(type) === true ? state : leaves[state][type];
}

for (const state of taskStates) {
  test(`R212 in ${state}, every event leads where the lifecycle says or is refused with what to do`, () => {
    for (const type of eventTypes) {
      const before = sampleIn(state);
      const expected = expectedState(state, type);
      assert.equal(isAllowed(state, type), expected !== undefined, `${state} × ${type}`);
      if (expected === undefined) assertRefused(before, type);
      else assertMoved(before, reduce(before, sampleEvents[type], 5000), type, expected);
    }
  });
}

function assertMoved(before: Task, moved: Task, type: LifecycleEventType, expected: TaskState): void {
  const what = `${before.state} × ${type}`;
  assert.equal(moved.state, expected, what);
  assert.ok(transitions[before.state][type]?.includes(expected), what);
  const fields = [...coreFields, 'state', ...fieldsOf[expected]];
  assert.deepEqual(Object.keys(moved).sort(), fields.sort(), `${what}: only the fields of ${expected}`);
  assert.equal(moved.version, before.version + 1, what);
  assert.equal(moved.updatedAt, 5000, what);
  assert.equal(moved.stateSince, expected === before.state ? before.stateSince : 5000, what);
}

function assertRefused(before: Task, type: LifecycleEventType): void {
  const error = refusal(() => reduce(before, sampleEvents[type], 5000));
  assert.equal(error.code, 'invalid_transition');
  assert.match(error.message, /^Task #12 “Add a schema” cannot be .+\.$/);
  assert.ok(error.message.includes(before.state), error.message);
  assert.match(error.next ?? '', /^[A-Z].*\.$/);
  assert.deepEqual(error.details['possible'], Object.keys(transitions[before.state]));
}

test('a refusal names the states in which it would be possible', () => {
  assert.equal(
    refusal(() => after(sampleIn('done'), 'retried')).next,
    'This is possible while it is ready or failed.',
  );
  assert.equal(
    refusal(() => after(sampleIn('done'), 'paused')).next,
    'This is possible while it is starting, running or waiting.',
  );
  assert.equal(refusal(() => after(sampleIn('running'), 'deleted')).next, 'Cancel it first.');
  // An apply cannot be cancelled, so that is not what to do.
  assert.equal(refusal(() => after(sampleIn('applying'), 'deleted')).next, 'Wait until that has ended.');
});

test('nothing happens to a deleted task, but that it comes back as it was or is deleted for good', () => {
  for (const state of taskStates.filter((candidate) => isAllowed(candidate, 'deleted'))) {
    const deleted = after(sampleIn(state), 'deleted');
    assert.equal(deleted.deletedAt, deleted.updatedAt);
    assert.equal(deleted.state, state);
    for (const type of eventTypes.filter((one) => one !== 'restored' && one !== 'emptied')) {
      const error = refusal(() => after(deleted, type));
      assert.match(error.message, /it was deleted/);
      assert.equal(error.next, 'Restore it first: tasklane trash restore.');
    }
    const back = after(deleted, { type: 'restored', name: 'another-name' });
    assert.deepEqual([back.state, back.name, back.deletedAt], [state, 'another-name', null]);
    const emptied = after(deleted, 'emptied');
    assert.deepEqual([emptied.state, emptied.emptiedAt], [state, emptied.updatedAt]);
    for (const type of ['restored', 'emptied'] as const)
      assert.match(refusal(() => after(emptied, type)).message, /its work was deleted for good\.$/);
  }
});

for (const state of ['starting', 'running', 'waiting'] as const) {
  test(`R27 a develop task that is ${state} cannot be cancelled, except by force`, () => {
    const task = sampleIn(state, { policy: 'develop' });
    const error = refusal(() => after(task, 'cancelled'));
    assert.equal(error.code, 'invalid_transition');
    assert.match(error.message, /the develop policy/);
    assert.match(error.next ?? '', /Wait until it ends/);
    const forced = after(task, { type: 'cancelled', reason: 'stuck', force: true });
    assert.ok(isIn(forced, 'cancelled'));
    assert.equal(forced.reason, 'stuck');
  });
}

test('R25 R26 a task of any policy that waits in the queue can be cancelled', () => {
  for (const policy of policyNames)
    assert.equal(after(sampleIn('queued', { policy }), 'cancelled').state, 'cancelled');
});

test('a queued task can still be edited in what only the scheduler has read, and in nothing else', () => {
  const dropped = after(sampleIn('queued', { dependsOn: [taskId('task-3')] }), {
    type: 'edited',
    patch: { dependsOn: [] },
  });
  assert.ok(isIn(dropped, 'queued'));
  assert.deepEqual(dropped.dependsOn, []);
  const error = refusal(() => after(dropped, { type: 'edited', patch: { prompt: 'More', priority: 'low' } }));
  assert.match(error.message, /it is queued, and prompt can be changed only in a draft\.$/);
  assert.match(error.next ?? '', /only priority, dependsOn, releasedBy, owns can be changed/);
});

test('R17 a develop task that ends done keeps its result, and how it reached the branch', () => {
  const done = after(sampleIn('running'), {
    type: 'finished',
    how: 'applied',
    commit: sampleResult.head,
    delivery: { kind: 'fast_forwarded' },
    result: sampleResult,
  });
  assert.ok(isIn(done, 'done'));
  assert.deepEqual(
    [done.how, done.delivery?.kind, done.result?.files.length],
    ['applied', 'fast_forwarded', 1],
  );
});

test('R194 a board task that runs can be cancelled', () => {
  assert.equal(after(sampleIn('running'), 'cancelled').state, 'cancelled');
});

test('R194 a draft can be archived', () => {
  const archived = after(sampleIn('draft'), 'archived');
  assert.ok(isIn(archived, 'cancelled'));
  assert.equal(archived.reason, 'archived');
});

test('the fence rises with every claim, loss and pause, and with nothing else', () => {
  for (const state of taskStates) {
    const before = sampleIn(state);
    for (const type of eventTypes.filter((candidate) => isAllowed(state, candidate)))
      assert.equal(
        after(before, type).fence,
        before.fence + (['claimed', 'lost', 'paused'].includes(type) ? 1 : 0),
        `${state} × ${type}`,
      );
  }
  assert.equal(after(sampleIn('queued'), 'claimed', 'lost', 'claimed').fence, 3);
});

test('R103 what a task was paused in is what it goes on with', () => {
  const resumeOf = (task: Task): unknown => {
    const queued = after(task, 'paused', 'resumed');
    assert.ok(isIn(queued, 'queued'));
    return queued.resume;
  };
  assert.equal(resumeOf(sampleIn('starting')), null, 'what never began begins');
  assert.deepEqual(resumeOf(sampleIn('running')), { reason: 'resumed', message: null });
  assert.deepEqual(resumeOf(sampleIn('waiting')), { reason: 'resumed', message: null }, 'a question');
  const idle = after(sampleIn('running'), 'idled');
  assert.deepEqual(resumeOf(idle), { reason: 'idle', message: null });
  // Paused once more before it was opened again: it is idle as before.
  assert.deepEqual(resumeOf(after(idle, 'paused', 'resumed', 'claimed')), { reason: 'idle', message: null });
  const written = after(idle, 'lost', { type: 'resumed', resume: { reason: 'message', message: 'Go on.' } });
  assert.ok(isIn(written, 'queued'));
  assert.deepEqual(written.resume, { reason: 'message', message: 'Go on.' });
});

test('R103 a task whose work is being merged cannot be paused', () => {
  const merging = after(sampleIn('running', { policy: 'develop' }), {
    type: 'progressed',
    activity: 'apply',
  });
  const error = refusal(() => after(merging, 'paused'));
  assert.match(error.message, /cannot be paused: its work is being merged into the branch\.$/);
  assert.match(error.next ?? '', /Wait until that has ended/);
});

test('R40 an attempt counts once its agent has started, not when the start failed or was lost', () => {
  const queued = sampleIn('queued');
  assert.equal(after(queued, 'claimed', 'lost', 'claimed', 'deferred', 'claimed', 'failed').attempt, 0);
  const failed = after(queued, 'claimed', 'lost', 'claimed', 'started', 'failed');
  assert.equal(failed.attempt, 1);
  assert.equal(after(failed, 'retried', 'claimed', 'started').attempt, 2);
});

test('R217 a run that goes on after its worker was lost is the same attempt, in the same copy', () => {
  const queued = after(sampleIn('running'), 'lost');
  assert.ok(isIn(queued, 'queued'));
  assert.deepEqual(queued.resume, { reason: 'recovered', message: null });
  const running = after(queued, 'claimed', 'started');
  assert.equal(running.attempt, 1);
});

test('R217 a start that is lost begins again as it was asked for', () => {
  const fresh = after(sampleIn('starting'), 'lost');
  assert.ok(isIn(fresh, 'queued'));
  assert.equal(fresh.resume, null);
  const sentBack = after(sampleIn('ready'), 'sent_back', 'claimed', 'lost');
  assert.ok(isIn(sentBack, 'queued'));
  assert.deepEqual(sentBack.resume, { reason: 'message', message: 'Add an index too.' });
});

test('R217 an agent that idled when its worker was lost waits for a person, one that asked is started again', () => {
  assert.equal(after(sampleIn('running'), 'idled', 'lost').state, 'paused');
  assert.equal(after(sampleIn('running'), 'asked', 'lost').state, 'queued');
});

test('a question outlives its agent: the task waits on without one until somebody answers', () => {
  const question = { type: 'asked', waitingFor: 'question', detail: 'Which database?' } as const;
  for (const end of ['lost', 'paused'] as const) {
    const paused = after(sampleIn('running'), question, end);
    assert.ok(isIn(paused, 'paused'));
    assert.equal(paused.during, 'idle');
  }
  const approval = after(sampleIn('running'), 'asked', 'paused');
  assert.ok(isIn(approval, 'paused'));
  assert.equal(approval.during, 'work');
});

test('a second approval that is asked for is what the task waits for then', () => {
  const second = { type: 'asked', waitingFor: 'approval', detail: 'And this?' } as const;
  const task = after(sampleIn('running'), 'asked', second);
  assert.ok(isIn(task, 'waiting'));
  assert.equal(task.detail, 'And this?');
});

test('R93 the last status message of an agent stays with its task until a new attempt', () => {
  const report = { state: 'complete', text: 'All done.' } as const;
  const ready = after(sampleIn('running'), 'reported', { type: 'reported', report }, 'verified');
  assert.deepEqual(ready.reported, report);
  assert.equal(after(sampleIn('running'), 'reported', 'failed', 'retried').reported, null);
  assert.deepEqual(after(sampleIn('waiting'), 'reported').reported, sampleEvents.reported.report);
});

test('an apply that was lost is ready again without a notice: the branch decides whether it happened', () => {
  const ready = after(sampleIn('applying'), 'lost');
  assert.ok(isIn(ready, 'ready'));
  assert.equal(ready.notice, null);
});

test('a place in the merge queue is kept through an apply and a crash, and ends with it', () => {
  const ready = after(sampleIn('running'), 'verified');
  const queued = after(ready, { type: 'apply_queued', priority: 'normal', by: 'ada' });
  const entry = { priority: 'normal', by: 'ada', at: ready.updatedAt + 1 };
  assert.deepEqual(mergeOf(ready), null);
  assert.deepEqual(mergeOf(queued), entry);
  assert.deepEqual(mergeOf(after(queued, 'apply_started', 'lost')), entry);
  for (const end of ['apply_refused', 'applied', 'apply_withdrawn'] as const)
    assert.equal(mergeOf(after(queued, 'apply_started', end)), null, end);
  const hurried = after(queued, 'apply_started', { type: 'apply_queued', priority: 'urgent', by: 'bob' });
  assert.deepEqual(mergeOf(hurried), { priority: 'urgent', by: 'bob', at: entry.at });
});

test('what is in no merge queue cannot be taken out of one: an integration of a phase least of all', () => {
  const ready = after(sampleIn('running'), 'verified');
  assert.match(refusal(() => after(ready, 'apply_withdrawn')).message, /not in the merge queue/);
  const asking = after(ready, 'apply_started');
  assert.match(refusal(() => after(asking, 'apply_withdrawn')).message, /a pull request is being opened/);
  const integrating = { ...asking, phaseId: phaseId('phase-1') };
  assert.match(refusal(() => after(integrating, 'apply_withdrawn')).message, /its phase is being merged/);
});

test('the merge queue is in the order of priority, then of time', () => {
  const enter = (name: string, priority: Priority, wait: number): Task => {
    const ready = { ...after(sampleIn('running'), 'verified'), name, updatedAt: 100 + wait };
    return after(ready, { type: 'apply_queued', priority, by: 'ada' });
  };
  const tasks = [
    enter('b', 'normal', 2),
    enter('c', 'low', 0),
    enter('a', 'normal', 1),
    enter('u', 'urgent', 9),
  ];
  const order = mergeOrder([...tasks, sampleIn('done'), after(sampleIn('running'), 'verified')]);
  assert.deepEqual(
    order.map((task) => task.name),
    ['u', 'a', 'b', 'c'],
  );
});

test('R41 the error of a failed attempt stays with the task until its work is verified', () => {
  const failed = sampleIn('failed');
  assert.deepEqual(failed.failure, sampleFailure);
  const running = after(failed, 'retried', 'claimed', 'started');
  assert.deepEqual(running.lastFailure, sampleFailure);
  assert.equal(after(running, 'verified').lastFailure, null);
});

test('R43 planning a failed task again makes it a draft that can be edited and still knows its error', () => {
  const edited = { type: 'edited', patch: { title: 'Add two schemas' } } as const;
  const draft = after(sampleIn('failed'), 'replanned', edited);
  assert.equal(draft.state, 'draft');
  assert.equal(draft.title, 'Add two schemas');
  assert.deepEqual(draft.lastFailure, sampleFailure);
});

test('R184 the checks of a refused and of a made apply are added to the evidence', () => {
  const refusedOnce = after(sampleIn('applying'), {
    ...sampleEvents.apply_refused,
    checks: sampleEvents.applied.checks,
  });
  assert.ok(isIn(refusedOnce, 'ready'));
  assert.equal(refusedOnce.notice?.kind, 'conflict');
  assert.deepEqual(
    refusedOnce.result?.checks.map((check) => check.on),
    ['task', 'merged'],
  );
  const done = after(refusedOnce, 'apply_started', 'applied');
  assert.deepEqual(
    done.result?.checks.map((check) => check.on),
    ['task', 'merged', 'merged'],
  );
});

test('every state is reached by the path that the samples take, and a live one names its worker', () => {
  for (const state of taskStates) {
    const task = sampleIn(state);
    assert.equal(task.state, state, pathTo[state].join(', '));
    if (isLive(task)) assert.equal(task.worker, 'worker-1');
  }
});

test('R41 a retry of a ready task carries why it could not be applied, and may have another agent', () => {
  const notice: Failure = { kind: 'conflict', message: 'both changed a.js', detail: '', next: 'retry' };
  const refusedApply = after(after(sampleIn('ready'), { type: 'apply_started' }), {
    type: 'apply_refused',
    notice,
  });
  const again = after(refusedApply, { type: 'retried', patch: { agent: 'qwen', model: null } });
  assert.equal(again.state, 'queued');
  assert.deepEqual(again.lastFailure, notice);
  assert.equal(again.agent, 'qwen');
});

test('a pull request is the task’s: it makes it ready again, and what the host says of it is kept whatever it does', () => {
  const applying = after(sampleIn('running'), 'verified', 'apply_started');
  const asked = after(applying, 'pull_requested');
  assert.ok(isIn(asked, 'ready'));
  assert.deepEqual([asked.pullRequest?.state, asked.notice, asked.merge], ['open', null, null]);
  const closed = after(asked, 'pull_request_changed');
  assert.ok(isIn(closed, 'ready'));
  assert.deepEqual([closed.pullRequest?.state, closed.notice?.kind], ['closed', 'push_rejected']);
  const goesOn = after(asked, 'sent_back', 'pull_request_changed');
  assert.deepEqual([goesOn.state, goesOn.pullRequest?.state], ['queued', 'closed']);
});
