// A task inside its parent's agent: it takes no slot, nobody else starts it, and it ends when its parent's run does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIn, sampleProject } from '../../../test/contracts/store/setup.ts';
import { eventTypes, sampleEvents, sampleIn } from '../../../test/support/sample-tasks.ts';
import { oid } from '../../domain/ids.ts';
import { isAllowed, reduce } from '../../domain/lifecycle.ts';
import { LiveTasks } from '../../domain/live-tasks.ts';
import { taskStates } from '../../domain/task.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { endInside } from '../recovery.ts';
import { sweep } from '../sweep.ts';

const inside = {
  policy: 'subagent',
  subagent: { name: 'helper', copy: 'shared', base: oid('b'.repeat(40)), run: 'call-1' },
} as const;

test('a task inside its parent counts in no limit', () => {
  const parent = sampleIn('running', { number: 1 });
  const child = { ...sampleIn('running', { number: 2, parentId: parent.id }), ...inside };
  const live = new LiveTasks([parent, child]);
  const scopes = ['all', `parent:${parent.id}`, `project:${parent.projectId}`] as const;
  assert.deepEqual(
    scopes.map((scope) => live.count(scope)),
    [1, 0, 1],
  );
});

test('no event leads a task inside its parent from its run back into the queue', () => {
  for (const state of taskStates) {
    if (['draft', 'queued', 'ready', 'applying', 'dismissed', 'paused'].includes(state)) continue;
    const plain = sampleIn(state);
    const task = { ...plain, ...inside };
    for (const type of eventTypes.filter((one) => isAllowed(state, one))) {
      const leads = ((): string => {
        try {
          return reduce(task, sampleEvents[type], 5000).state;
        } catch (error) {
          return String(error);
        }
      })();
      assert.notEqual(leads, 'queued', `${state} ${type}`);
    }
  }
  const running = { ...sampleIn('running'), ...inside };
  assert.throws(() => reduce(running, { type: 'paused' }, 5000), {
    code: 'invalid_transition',
    message: /inside the agent of its parent/,
  });
});

test('a task inside its parent lives as long as the run of that one, and is cancelled after a crash', async (context) => {
  const store = await openSqliteStore({ file: ':memory:', now: () => 1000 });
  context.after(() => store.close());
  const project = sampleProject('shop');
  await store.projects.insert(project);
  const parent = await createIn(store, project, 'running', { name: 'parent' });
  const draft = await createIn(store, project, 'draft', { name: 'child', parentId: parent.id, ...inside });
  for (const type of ['accepted', 'claimed', 'started'] as const)
    await store.tasks.change(draft.id, sampleEvents[type], { actor: 'ada' });
  const lostOf = async (runsHere: (id: string) => boolean): Promise<readonly string[]> =>
    (await sweep({ store, home: project.home }, runsHere)).map(({ name }) => name).sort();
  assert.deepEqual(await lostOf((id) => id === parent.id), []);
  assert.deepEqual(await lostOf(() => false), ['child', 'parent']);
  await endInside({ store }, draft);
  const ended = await store.tasks.get(draft.id);
  assert.ok(ended?.state === 'cancelled');
  assert.equal(ended.reason, 'the agent that it worked in has ended');
});
