import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, isIn, sampleEvents, sampleIn } from '../../test/support/sample-tasks.ts';
import { phaseId, projectId, taskId } from './ids.ts';
import { choose } from './schedule.ts';
import type { Choice, Situation } from './schedule.ts';
import type { NewTask, Task, TaskIn } from './task.ts';

const queued = (number: number, given: Partial<NewTask> = {}): TaskIn<'queued'> =>
  sampleIn('queued', { number, title: `Task ${number}`, ...given });

function chosen(
  given: Partial<Situation> & {
    readonly all?: readonly Task[];
    readonly parallel?: number;
    readonly ofProject?: number | null;
  },
): Choice {
  const { all = [], parallel = 10, ofProject = null, ...situation } = given;
  const byId = new Map<string, Task>(all.map((task) => [task.id, task]));
  const limits = { all: parallel, project: () => ofProject };
  return choose({
    queued: [],
    live: [],
    byId: (id) => byId.get(id),
    limits,
    health: () => undefined,
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
    scope: 'all',
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
    const now = needed.stateSince + 3 * 60_000;
    const choice = chosen({ queued: [queued(2, { dependsOn: [needed.id] })], all: [needed], now });
    assert.deepEqual(numbers(choice), []);
    assert.deepEqual(choice.holds.get('task-2'), {
      kind: 'dependency',
      on: 'task-1',
      text: `waits for #1 “Task 1” (${state}, 3m)`,
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

test('a task whose dependency will not finish says which and since when, and does not start', () => {
  const ends = { failed: 'failed', cancelled: 'was cancelled', dismissed: 'was dismissed' } as const;
  for (const state of ['failed', 'cancelled', 'dismissed'] as const) {
    const needed = sampleIn(state, { number: 1, title: 'Task 1' });
    const now = needed.stateSince + 2 * 3_600_000;
    const choice = chosen({ queued: [queued(2, { dependsOn: [needed.id] })], all: [needed], now });
    assert.deepEqual(numbers(choice), []);
    assert.deepEqual(choice.holds.get('task-2'), {
      kind: 'dependency_failed',
      on: 'task-1',
      text: `waits for #1 “Task 1”, which ${ends[state]} 2h ago`,
    });
  }
});

test('a task whose dependency was deleted unfinished says so; one whose dependency was done may start', () => {
  const deleted = after(sampleIn('ready', { number: 1 }), 'deleted');
  for (const all of [[deleted], []])
    assert.deepEqual(chosen({ queued: [queued(2, { dependsOn: [deleted.id] })], all }).holds.get('task-2'), {
      kind: 'dependency_failed',
      on: 'task-1',
      text: 'waits for a task that was deleted',
    });
  const done = after(sampleIn('done', { number: 1 }), 'deleted');
  assert.deepEqual(numbers(chosen({ queued: [queued(2, { dependsOn: [done.id] })], all: [done] })), [2]);
});

test('R180 a task that is released by ready starts when its prerequisite is ready, and not before', () => {
  for (const state of ['running', 'ready', 'applying', 'done', 'dismissed'] as const) {
    const needed = sampleIn(state, { number: 1 });
    const dependant = queued(2, { dependsOn: [needed.id], releasedBy: 'ready' });
    const starts = state === 'ready' || state === 'applying' || state === 'done';
    assert.deepEqual(numbers(chosen({ queued: [dependant], all: [needed] })), starts ? [2] : [], state);
  }
});

test('of several prerequisites the first that is missing is the reason', () => {
  const all = [
    sampleIn('done', { number: 1 }),
    sampleIn('running', { number: 2 }),
    sampleIn('failed', { number: 3 }),
  ];
  const dependant = queued(4, { dependsOn: all.map((task) => task.id) });
  const hold = chosen({ queued: [dependant], all }).holds.get('task-4');
  assert.ok(hold?.kind === 'dependency');
  assert.equal(hold.on, 'task-2');
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
    text: 'lane: 1st after #1 “Task 1”',
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

test('R19 a task in a lane is told its place behind the one that is first there', () => {
  const develop = { policy: 'develop' } as const;
  const waiting = Array.from({ length: 23 }, (_, index) => queued(index + 2, develop));
  const live = [sampleIn('running', { number: 1, title: 'Task 1', ...develop })];
  const texts = (choice: Choice): (string | undefined)[] =>
    [2, 3, 4, 5, 12, 13, 14, 22, 23, 24].map(
      (number) => choice.holds.get(`task-${number}`)?.text.split(' after ')[0],
    );
  const behind = chosen({ queued: waiting, live });
  assert.deepEqual(
    texts(behind),
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '23rd'].map(
      (place) => `lane: ${place}`,
    ),
  );
  assert.equal(behind.holds.get('task-24')?.text, 'lane: 23rd after #1 “Task 1”');
  // Without one that runs, the first is the one whose turn it is.
  const noSlot = chosen({ queued: waiting, live: [sampleIn('running', { number: 99 })], parallel: 1 });
  assert.equal(noSlot.holds.get('task-2')?.kind, 'slot');
  assert.equal(noSlot.holds.get('task-4')?.text, 'lane: 2nd after #2 “Task 2”');
});

test('a develop task that is tried again later, or whose files are taken, keeps its turn', () => {
  const develop = { policy: 'develop' } as const;
  const deferred = after(sampleIn('starting', { number: 1, ...develop }), 'deferred');
  assert.ok(isIn(deferred, 'queued'));
  assert.deepEqual(kinds(chosen({ queued: [deferred, queued(2, develop)] })), {
    'task-1': 'backoff',
    'task-2': 'lane',
  });
  const owns = ['src/**'];
  const live = [sampleIn('running', { number: 9, owns })];
  assert.deepEqual(kinds(chosen({ queued: [queued(1, { owns, ...develop }), queued(2, develop)], live })), {
    'task-1': 'ownership',
    'task-2': 'lane',
  });
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

test('R201 R202 a task whose files another owns waits, and is told which path both own, and by which globs', () => {
  const holder = sampleIn('running', { number: 7, title: 'Log in', owns: ['docs/*.md', 'src/api/auth/*'] });
  const choice = chosen({
    queued: [queued(1, { owns: ['src/api/*'] }), queued(2, { owns: ['src/ui/*'] })],
    live: [holder],
  });
  assert.deepEqual(numbers(choice), [2]);
  const hold = choice.holds.get('task-1');
  assert.ok(hold?.kind === 'ownership');
  assert.equal(hold.with, 'task-7');
  assert.match(hold.path, /^src\/api\/auth\/./);
  assert.equal(
    hold.text,
    `owns ${hold.path} together with #7 “Log in” (\`src/api/*\` and \`src/api/auth/*\`)`,
  );
});

test('R201 of tasks that own the same files the first starts and the others wait for it', () => {
  const owns = ['src/api/*'];
  const choice = chosen({ queued: [queued(2, { owns }), queued(1, { owns }), queued(3)] });
  assert.deepEqual(numbers(choice), [1, 3]);
  const hold = choice.holds.get('task-2');
  assert.ok(hold?.kind === 'ownership');
  assert.equal(hold.text, `owns ${hold.path} together with #1 “Task 1” (both own \`src/api/*\`)`);
});

test('R20 the same globs in two projects are different files', () => {
  const owns = ['src/**'];
  const live = [sampleIn('running', { number: 1, owns, projectId: projectId('project-2') })];
  assert.deepEqual(numbers(chosen({ queued: [queued(2, { owns })], live })), [2]);
});

const many = (count: number, given: Partial<NewTask>): TaskIn<'queued'>[] =>
  Array.from({ length: count }, (_, index) => queued(index + 1, given));

test('R182 R220 R211 R16 each policy has its own limit within a project, and the smallest of all that apply counts', () => {
  const starts = (given: Partial<NewTask>, limits: Parameters<typeof chosen>[0] = {}): number =>
    chosen({ queued: many(15, given), parallel: 100, ...limits }).start.length;
  const parentId = taskId('parent');
  assert.equal(starts({ policy: 'develop' }), 1);
  assert.equal(starts({ policy: 'parallel' }), 3);
  assert.equal(starts({ policy: 'board' }), 10);
  assert.equal(starts({ policy: 'subagent', parentId }), 10);
  assert.equal(starts({ policy: 'board' }, { ofProject: 4 }), 4);
  assert.equal(starts({ policy: 'parallel' }, { ofProject: 4 }), 3);
  assert.equal(starts({ policy: 'board' }, { ofProject: 4, parallel: 2 }), 2);
});

test('R220 a limit holds only those that count in it, and says what is busy', () => {
  const parentId = taskId('parent');
  const choice = chosen({
    queued: [
      ...many(4, { policy: 'parallel' }),
      queued(5, { policy: 'parallel', projectId: projectId('project-2') }),
      queued(6),
    ],
    live: Array.from({ length: 10 }, (_, index) =>
      sampleIn('running', {
        number: 20 + index,
        policy: 'subagent',
        parentId,
        projectId: projectId('project-3'),
      }),
    ),
    parallel: 100,
  });
  assert.deepEqual(numbers(choice), [1, 2, 3, 5, 6]);
  assert.equal(choice.holds.get('task-4')?.text, 'no slot: 3 of 3 agents of policy parallel busy');
  const child = queued(7, { policy: 'subagent', parentId });
  const other = queued(8, { policy: 'subagent', parentId: taskId('other') });
  const live = Array.from({ length: 10 }, (_, index) =>
    sampleIn('running', { number: 20 + index, policy: 'subagent', parentId }),
  );
  const subagents = chosen({ queued: [child, other], live, parallel: 100 });
  assert.deepEqual(numbers(subagents), [8]);
  assert.deepEqual(subagents.holds.get('task-7'), {
    kind: 'slot',
    scope: 'parent:parent',
    limit: 10,
    text: 'no slot: 10 of 10 subagents of its parent busy',
  });
  // Its parent may hold the last slot, and waits for it; others wait for both.
  const parent = sampleIn('running', { number: 1 });
  const besides = chosen({ queued: [child, queued(9)], live: [parent], parallel: 1, ofProject: 1 });
  assert.deepEqual(numbers(besides), [7]);
  const full = chosen({ queued: [queued(9)], live: [sampleIn('running', { number: 1 })], ofProject: 1 });
  assert.equal(full.holds.get('task-9')?.text, 'no slot: 1 of 1 agents of its project busy');
});

test('R199 the parallel policy takes the lowest number, wherever a person moved the tasks', () => {
  const moved = after(queued(3, { policy: 'parallel' }), { type: 'moved', position: 0.5 });
  assert.ok(isIn(moved, 'queued'));
  const choice = chosen({ queued: [moved, ...many(2, { policy: 'parallel' })], parallel: 2 });
  assert.deepEqual(numbers(choice), [1, 2]);
});

test('while the machine is short of something nothing starts, and those that could have are told why', () => {
  const pressure = 'only 200 MB of memory are free';
  const needed = sampleIn('running', { number: 1 });
  const choice = chosen({
    queued: [queued(2), queued(3, { dependsOn: [needed.id] })],
    all: [needed],
    pressure,
  });
  assert.deepEqual(numbers(choice), []);
  assert.deepEqual(choice.holds.get('task-2'), { kind: 'pressure', text: pressure });
  assert.equal(choice.holds.get('task-3')?.kind, 'dependency');
});

test('R197 R198 a task of a phase is never started here: an agent from outside asks for it', () => {
  const outside = queued(1, { phaseId: phaseId('phase-1'), policy: 'parallel' });
  const choice = chosen({ queued: [outside, queued(2)], pressure: null });
  assert.deepEqual(numbers(choice), [2]);
  assert.deepEqual(choice.holds.get('task-1'), { kind: 'outside', text: 'waits for an agent to ask for it' });
});
