import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { sampleEvents, sampleResult, sampleSpec } from '../../test/support/sample-tasks.ts';
import { openRoom } from '../../test/support/workspace-room.ts';
import type { Room } from '../../test/support/workspace-room.ts';
import { projectId, taskId } from '../domain/ids.ts';
import type { PolicyName } from '../domain/policy.ts';
import type { Task } from '../domain/task.ts';
import { silentLog } from '../lib/log.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { finishPushed } from './push-work.ts';

interface Left {
  readonly room: Room;
  readonly store: Store;
  /** As a daemon left it that was killed in the last step. */
  readonly task: Task;
  readonly finish: () => Promise<boolean>;
}

async function leftRunning(context: TestContext, policy: PolicyName): Promise<Left> {
  const room = await openRoom(context);
  const store = await openSqliteStore({ file: ':memory:', now: Date.now });
  context.after(() => store.close());
  const id = projectId('project');
  await store.projects.insert({
    id,
    name: 'person',
    home: 'here',
    root: room.person.dir,
    branch: 'main',
    trusted: false,
    createdAt: 1,
  });
  const draft = { ...sampleSpec({ policy }), id: taskId(randomUUID()), projectId: id, name: 'task' };
  let task = await store.tasks.create(draft, 'ada');
  for (const type of ['accepted', 'claimed', 'stepped', 'started'] as const)
    task = await store.tasks.change(task.id, sampleEvents[type], { actor: 'ada' });
  await store.steps.put(task.id, 'pushed', sampleResult);
  const settings = async () => ({ push: null });
  const deps = { store, workspaces: room.workspaces, settings, log: silentLog, now: Date.now };
  return { room, store, task, finish: () => finishPushed(deps, task) };
}

test('R217 a develop task whose work reached the branch before the crash is done, delivered and cleared up', async (context) => {
  const { room, store, task, finish } = await leftRunning(context, 'develop');
  const copy = room.workspaces.dirOf('project', task.id);
  mkdirSync(copy, { recursive: true });
  const commit = await room.apply({ 'done.txt': 'done\n' });
  await store.steps.put(task.id, 'apply', { commit, head: sampleResult.head, checks: [] });
  assert.equal(await finish(), true);
  const done = await store.tasks.get(task.id);
  assert.ok(done?.state === 'done');
  assert.deepEqual([done.how, done.commit, done.delivery?.kind], ['applied', commit, 'fast_forwarded']);
  assert.deepEqual(done.result?.files, sampleResult.files);
  assert.equal(room.person.git('rev-parse', 'main'), commit);
  assert.equal(existsSync(copy), false);
});

test('R217 a develop task whose work did not reach the branch goes on as any other', async (context) => {
  const { room, store, task, finish } = await leftRunning(context, 'develop');
  assert.equal(await finish(), false);
  // It was about to move the branch to this, and did not.
  const made = await room.workspace();
  const tree = await room.hub.treeOf(room.base);
  const author = { name: 'a', email: 'a@example.com' };
  const commit = await room.hub.commit({ tree, parents: [room.base], message: 'x', author });
  await store.steps.put(task.id, 'apply', commit);
  assert.equal(await finish(), false);
  assert.equal((await store.tasks.get(task.id))?.state, 'running');
  assert.ok(existsSync(made.tree));
});

test('work of another policy is never taken as applied by the task itself', async (context) => {
  const { room, store, task, finish } = await leftRunning(context, 'board');
  await store.steps.put(task.id, 'apply', await room.apply({ 'done.txt': 'done\n' }));
  assert.equal(await finish(), false);
});
