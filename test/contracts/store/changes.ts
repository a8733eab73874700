// The one compare-and-swap: who may change a task, and what a refused change leaves behind (nothing).
import assert from 'node:assert/strict';
import { replay } from '../../../src/domain/event.ts';
import { taskId } from '../../../src/domain/ids.ts';
import { sampleEvents } from '../../support/sample-tasks.ts';
import { codeOf, createIn, draftFor, rejects, rowOf } from './setup.ts';
import type { Contract } from './setup.ts';

export function changesContract(contract: Contract): void {
  contract('a change reduces the task, and the event names the change, the states and who', async (bench) => {
    const { store, project, clock } = bench;
    const draft = await store.tasks.create(draftFor(await project()), 'ada');
    clock.at = 2000;
    const queued = await store.tasks.change(draft.id, sampleEvents.accepted, { actor: 'grace' });
    assert.deepEqual(queued, {
      ...draft,
      state: 'queued',
      resume: null,
      notBefore: null,
      version: 2,
      updatedAt: 2000,
      stateSince: 2000,
    });
    assert.deepEqual(await rowOf(store, draft.id), queued);
    const [created, changed] = await store.events.read({ taskId: draft.id });
    assert.deepEqual(created, {
      id: 1,
      projectId: draft.projectId,
      taskId: draft.id,
      seq: 1,
      at: 1000,
      actor: 'ada',
      body: { type: 'task.created', task: draft },
    });
    assert.deepEqual(changed, {
      id: 2,
      projectId: draft.projectId,
      taskId: draft.id,
      seq: 2,
      at: 2000,
      actor: 'grace',
      body: { type: 'task.changed', change: { type: 'accepted' }, from: 'draft', to: 'queued' },
    });
  });

  contract('a change that was read too early is refused and changes nothing', async ({ store, project }) => {
    const read = await createIn(store, await project(), 'draft');
    const now = await store.tasks.change(read.id, sampleEvents.edited, {
      actor: 'ada',
      expectVersion: read.version,
    });
    const last = await store.events.last();
    const error = await rejects(
      store.tasks.change(read.id, sampleEvents.accepted, { actor: 'ada', expectVersion: read.version }),
      'stale_version',
    );
    assert.match(error.message, /version 2.*version 1/);
    assert.deepEqual(await rowOf(store, read.id), now);
    assert.equal(await store.events.last(), last);
  });

  contract(
    'a worker whose task was claimed again can neither change it nor write to its log',
    async (bench) => {
      const { store, project } = bench;
      const first = await createIn(store, await project(), 'running');
      const old = { actor: 'worker:old', fence: first.fence };
      await store.tasks.change(first.id, sampleEvents.lost, { actor: 'system' });
      const claimed = await store.tasks.change(first.id, sampleEvents.claimed, { actor: 'system' });
      const last = await store.events.last();
      await rejects(store.tasks.change(first.id, sampleEvents.started, old), 'stale_lease');
      await rejects(
        store.events.append(first.id, [{ type: 'agent.message', text: 'late' }], old),
        'stale_lease',
      );
      assert.deepEqual(await rowOf(store, first.id), claimed);
      assert.equal(await store.events.last(), last);
      const fresh = { actor: 'worker:new', fence: claimed.fence };
      await store.events.append(first.id, [{ type: 'agent.message', text: 'here' }], fresh);
      assert.equal((await store.tasks.change(first.id, sampleEvents.started, fresh)).state, 'running');
    },
  );

  contract('a change that the lifecycle refuses leaves no trace', async ({ store, project }) => {
    const draft = await createIn(store, await project(), 'draft');
    await rejects(store.tasks.change(draft.id, sampleEvents.started, { actor: 'ada' }), 'invalid_transition');
    assert.deepEqual(await rowOf(store, draft.id), draft);
    assert.equal(await store.events.last(), 1);
  });

  contract(
    'a change returns what is kept and replayed, also where JSON cannot say the value',
    async (bench) => {
      const { store, project } = bench;
      const draft = await createIn(store, await project(), 'draft');
      const patch = { limits: { timeoutMs: Number.POSITIVE_INFINITY, maxTurns: null } };
      const edited = await store.tasks.change(draft.id, { type: 'edited', patch }, { actor: 'ada' });
      assert.deepEqual(await rowOf(store, draft.id), edited);
      assert.deepEqual(replay(await store.events.read({ taskId: draft.id })), edited);
    },
  );

  contract('a change of a task that is not there says so', async ({ store }) => {
    const error = await rejects(
      store.tasks.change(taskId('nothing'), sampleEvents.accepted, { actor: 'ada' }),
      'not_found',
    );
    assert.match(error.message, /nothing/);
  });

  contract('R203 of fifty who claim a task at once exactly one gets it', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'queued');
    const claims = Array.from({ length: 50 }, (_, index) =>
      store.transition(async (within) => {
        const claimed = await within.tasks.change(
          task.id,
          { type: 'claimed', worker: `worker-${index}` },
          { actor: 'system' },
        );
        await within.leases.put({
          taskId: task.id,
          worker: `worker-${index}`,
          fence: claimed.fence,
          until: 9000,
        });
        return claimed;
      }),
    );
    const results = await Promise.allSettled(claims);
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
    assert.equal(results.filter((result) => codeOf(result) === 'invalid_transition').length, 49);
    const row = await rowOf(store, task.id);
    assert.equal(row.fence, 1);
    const [lease, ...others] = await store.leases.list();
    assert.deepEqual(others, []);
    assert.ok(row.state === 'starting');
    assert.equal(lease?.worker, row.worker);
  });

  contract(
    'of many who change the version they all read exactly one succeeds',
    async ({ store, project }) => {
      const draft = await createIn(store, await project(), 'draft');
      const edits = Array.from({ length: 20 }, (_, index) =>
        store.tasks.change(
          draft.id,
          { type: 'edited', patch: { title: `Title ${index}` } },
          { actor: 'ada', expectVersion: 1 },
        ),
      );
      const codes = (await Promise.allSettled(edits)).map(codeOf);
      assert.equal(codes.filter((code) => code === 'ok').length, 1);
      assert.equal(codes.filter((code) => code === 'stale_version').length, 19);
      assert.equal((await rowOf(store, draft.id)).version, 2);
    },
  );
}
