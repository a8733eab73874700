import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, sampleEvents, sampleIn } from '../../test/support/sample-tasks.ts';
import { projectId, taskId } from './ids.ts';
import { choose } from './schedule.ts';
import type { Choice, Situation } from './schedule.ts';
import type { NewTask, Task, TaskIn, TaskState } from './task.ts';

const queued = (number: number, given: Partial<NewTask> = {}): TaskIn<'queued'> =>
  sampleIn('queued', { number, title: `Task ${number}`, ...given });

function chosen(
  given: Partial<Situation> & { readonly all?: readonly Task[]; readonly parallel?: number },
): Choice {
  const { all = [], parallel = 10, ...situation } = given;
  const byId = new Map<string, Task>(all.map((task) => [task.id, task]));
  const limits = { all: parallel, project: () => null };
  return choose({
    queued: [],
    live: [],
    byId: (id) => byId.get(id),
    limits,
    pressure: null,
    now: 5000,
    ...situation,
  });
}

const numbers = (choice: Choice): number[] => choice.start.map((task) => task.number);
const kinds = (choice: Choice): Record<string, string> =>
  Object.fromEntries([...choice.holds].map(([id, hold]) => [id, hold.kind]));

test('nothing is chosen from an empty queue', () => {
  assert.deepEqual(chosen({}), { start: [], holds: new Map(), againAt: null });
});

test('R168 tasks of the board start side by side while there are slots', () => {
  const choice = chosen({ queued: [queued(1), queued(2), queued(3)] });
  assert.deepEqual(numbers(choice), [1, 2, 3]);
  assert.equal(choice.holds.size, 0);
});

test('R182 R15 what is above the limit waits for a slot and says how many are busy', () => {
  const live = [sampleIn('running', { number: 8 }), sampleIn('waiting', { number: 9 })];
  const choice = chosen({ queued: [queued(1), queued(2)], live, parallel: 3 });
  assert.deepEqual(numbers(choice), [1]);
  assert.deepEqual(choice.holds.get('task-2'), {
    kind: 'slot',
    limit: 3,
    text: 'no slot: 3 of 3 agents busy',
  });
});

test('R182 a full house starts nothing, also when more are busy than the limit allows by now', () => {
  const live = [sampleIn('starting', { number: 8 }), sampleIn('running', { number: 9 })];
  assert.deepEqual(numbers(chosen({ queued: [queued(1)], live, parallel: 1 })), []);
});

test('R199 the lowest number comes first when nobody has moved anything', () => {
  assert.deepEqual(numbers(chosen({ queued: [queued(3), queued(1), queued(2)], parallel: 2 })), [1, 2]);
});

test('R28 a task that was moved up in the queue comes first', () => {
  const moved = after(queued(3), { type: 'moved', position: 0.5 });
  assert.equal(moved.state, 'queued');
  assert.deepEqual(
    numbers(chosen({ queued: [queued(1), queued(2), ...(moved.state === 'queued' ? [moved] : [])] })),
    [3, 1, 2],
  );
});

test('priority goes before position, position before number', () => {
  const choice = chosen({
    queued: [
      queued(1, { priority: 'low' }),
      queued(2),
      queued(3, { priority: 'urgent' }),
      queued(4, { priority: 'high' }),
    ],
  });
  assert.deepEqual(numbers(choice), [3, 4, 2, 1]);
});

test('the queue that is given is not reordered', () => {
  const given = Object.freeze([queued(2), queued(1)]);
  chosen({ queued: given });
  assert.deepEqual(
    given.map((task) => task.number),
    [2, 1],
  );
});

for (const state of [
  'draft',
  'queued',
  'starting',
  'running',
  'waiting',
  'paused',
  'ready',
  'applying',
] as const) {
  test(`R180 R14 a task waits while the one it depends on is ${state}`, () => {
    const needed = sampleIn(state, { number: 1, title: 'Task 1' });
    const choice = chosen({ queued: [queued(2, { dependsOn: [needed.id] })], all: [needed] });
    assert.deepEqual(numbers(choice), []);
    assert.deepEqual(choice.holds.get('task-2'), {
      kind: 'dependency',
      on: 'task-1',
      text: `waits for #1 “Task 1” (${state})`,
    });
  });
}

test('R180 a task starts once all that it depends on are done', () => {
  const first = sampleIn('done', { number: 1 });
  const second = sampleIn('ready', { number: 2 });
  const dependant = queued(3, { dependsOn: [first.id, second.id] });
  assert.deepEqual(kinds(chosen({ queued: [dependant], all: [first, second] })), { 'task-3': 'dependency' });
  const applied = after(second, 'apply_started', 'applied');
  assert.deepEqual(numbers(chosen({ queued: [dependant], all: [first, applied] })), [3]);
});

test('a task whose dependency will not finish says which, and does not start', () => {
  const broken: readonly TaskState[] = ['failed', 'cancelled', 'dismissed'];
  const gone = [
    ...broken.map((state) => sampleIn(state, { number: 1, title: 'Task 1' })),
    after(sampleIn('done', { number: 1, title: 'Task 1' }), 'deleted'),
  ];
  for (const needed of gone) {
    const choice = chosen({ queued: [queued(2, { dependsOn: [needed.id] })], all: [needed] });
    assert.deepEqual(choice.holds.get('task-2'), {
      kind: 'dependency_failed',
      on: 'task-1',
      text: 'waits for #1 “Task 1”, which will not finish',
    });
  }
  const unknown = chosen({ queued: [queued(2, { dependsOn: [taskId('nobody')] })] });
  assert.equal(unknown.holds.get('task-2')?.kind, 'dependency_failed');
});

test('a task that waits for another takes no slot from those behind it', () => {
  const needed = sampleIn('ready', { number: 1 });
  const choice = chosen({
    queued: [queued(2, { dependsOn: [needed.id] }), queued(3)],
    all: [needed],
    parallel: 1,
  });
  assert.deepEqual(numbers(choice), [3]);
});

test('R19 develop tasks of one project start one after the other', () => {
  const choice = chosen({ queued: [queued(1, { policy: 'develop' }), queued(2, { policy: 'develop' })] });
  assert.deepEqual(numbers(choice), [1]);
  assert.deepEqual(choice.holds.get('task-2'), {
    kind: 'lane',
    behind: 'task-1',
    text: 'waits its turn on the branch, behind #1 “Task 1”',
  });
});

for (const state of ['starting', 'running', 'waiting'] as const) {
  test(`R19 R30 a develop task waits while another is ${state}, and starts when that has ended`, () => {
    const busy = sampleIn(state, { number: 1, policy: 'develop' });
    const next = queued(2, { policy: 'develop' });
    assert.deepEqual(kinds(chosen({ queued: [next], live: [busy] })), { 'task-2': 'lane' });
    assert.deepEqual(numbers(chosen({ queued: [next] })), [2]);
  });
}

test('R20 develop tasks of different projects start at the same time', () => {
  const other = projectId('project-2');
  const choice = chosen({
    queued: [queued(1, { policy: 'develop' }), queued(2, { policy: 'develop', projectId: other })],
  });
  assert.deepEqual(numbers(choice), [1, 2]);
});

test('a board task does not wait for the lane of the develop tasks', () => {
  const choice = chosen({
    queued: [queued(2)],
    live: [sampleIn('running', { number: 1, policy: 'develop' })],
  });
  assert.deepEqual(numbers(choice), [2]);
});

test('R19 a develop task that has no slot keeps its turn', () => {
  const live = [sampleIn('running', { number: 9 })];
  const choice = chosen({
    queued: [queued(1, { policy: 'develop' }), queued(2, { policy: 'develop' })],
    live,
    parallel: 1,
  });
  assert.deepEqual(kinds(choice), { 'task-1': 'slot', 'task-2': 'lane' });
});

test('a develop task that waits for one behind it in its lane lets it pass', () => {
  const second = queued(2, { policy: 'develop' });
  const first = queued(1, { policy: 'develop', dependsOn: [second.id] });
  const choice = chosen({ queued: [first, second], all: [second] });
  assert.deepEqual(numbers(choice), [2]);
  assert.deepEqual(kinds(choice), { 'task-1': 'dependency' });
});

test('a deferred task waits until its time, and the earliest time is told', () => {
  const deferredUntil = (number: number, notBefore: number): TaskIn<'queued'> => {
    const task = after(sampleIn('starting', { number }), { ...sampleEvents.deferred, notBefore });
    assert.ok(task.state === 'queued');
    return task;
  };
  const waiting = [deferredUntil(1, 9000), deferredUntil(2, 7000)];
  const early = chosen({ queued: waiting, now: 6999 });
  assert.deepEqual(numbers(early), []);
  assert.equal(early.againAt, 7000);
  assert.equal(early.holds.get('task-1')?.kind, 'backoff');
  const later = chosen({ queued: waiting, now: 7000 });
  assert.deepEqual(numbers(later), [2]);
  assert.equal(later.againAt, 9000);
  assert.equal(chosen({ queued: waiting, now: 9000 }).againAt, null);
});
