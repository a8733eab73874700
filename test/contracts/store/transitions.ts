// Several operations as one: all or nothing, one after the other.
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventRecord } from '../../../src/domain/event.ts';
import type { StoreOperations } from '../../../src/store/store.ts';
import { sampleEvents } from '../../support/sample-tasks.ts';
import { codeOf, createIn, draftFor, rejects, rowOf, sampleProject } from './setup.ts';
import type { Contract } from './setup.ts';

export function transitionsContract(contract: Contract): void {
  contract(
    'a transition that throws undoes everything, and its error is the one that is thrown',
    async (bench) => {
      const { store, project, reopen } = bench;
      const shop = await project();
      const task = await createIn(store, shop, 'queued');
      const last = await store.events.last();
      const heard: EventRecord[] = [];
      store.onEvents((records) => heard.push(...records));
      const failure = new Error('the worker refused');
      const attempt = store.transition(async (within) => {
        const claimed = await within.tasks.change(task.id, sampleEvents.claimed, { actor: 'system' });
        await within.leases.put({ taskId: task.id, worker: 'w', fence: claimed.fence, until: 1 });
        await within.tasks.create(draftFor(shop), 'ada');
        await within.projects.insert(sampleProject('bank'));
        await within.messages.add(task.id, 'hello');
        await within.steps.put(task.id, 'setup', 1);
        throw failure;
      });
      await assert.rejects(attempt, (error) => error === failure);
      const again = await reopen();
      assert.deepEqual(await rowOf(again, task.id), task);
      assert.deepEqual(await again.tasks.list({}), [task]);
      assert.deepEqual(await again.projects.list(), [shop]);
      assert.deepEqual(await again.leases.list(), []);
      assert.deepEqual(await again.messages.list(task.id), []);
      assert.equal(await again.steps.get(task.id, 'setup'), undefined);
      assert.equal(await again.events.last(), last);
      assert.deepEqual(heard, []);
      // Nothing of the undone is used up.
      assert.equal((await again.tasks.create(draftFor(shop), 'ada')).number, 2);
    },
  );

  contract(
    'a transition sees its own writes, returns what its work returns, and is heard of at once',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project();
      const heard: (readonly EventRecord[])[] = [];
      store.onEvents((records) => heard.push(records));
      const number = await store.transition(async (within) => {
        const task = await within.tasks.create(draftFor(shop), 'ada');
        await within.tasks.change(task.id, sampleEvents.accepted, { actor: 'ada' });
        assert.equal((await rowOf(within, task.id)).state, 'queued');
        assert.equal((await within.events.read({})).length, 2);
        assert.deepEqual(heard, []);
        return task.number;
      });
      assert.equal(number, 1);
      assert.deepEqual(heard, [await store.events.read({})]);
    },
  );

  contract(
    'an error that the work handles itself does not undo the transition',
    async ({ store, project }) => {
      const shop = await project();
      await store.transition(async (within) => {
        const task = await within.tasks.create(draftFor(shop), 'ada');
        await rejects(
          within.tasks.change(task.id, sampleEvents.started, { actor: 'ada' }),
          'invalid_transition',
        );
      });
      assert.equal((await store.tasks.list({})).length, 1);
    },
  );

  contract(
    'no other operation happens in the middle of a transition, and none sees half of it',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project();
      const task = await createIn(store, shop, 'draft');
      const entered = Promise.withResolvers<void>();
      const outside = entered.promise.then(async () => {
        const seen = await store.tasks.list({});
        await store.tasks.change(task.id, { type: 'edited', patch: { title: 'Outside' } }, { actor: 'ada' });
        return seen;
      });
      await store.transition(async (within) => {
        const before = await rowOf(within, task.id);
        await within.tasks.create(draftFor(shop), 'ada');
        entered.resolve();
        // Gives the others every chance to come in between.
        for (let turn = 0; turn < 5; turn += 1) await nextTurn();
        const after = await within.tasks.change(task.id, sampleEvents.edited, {
          actor: 'grace',
          expectVersion: before.version,
        });
        assert.equal(after.version, before.version + 1);
      });
      const seen = await outside;
      // All of the transition or nothing of it: one task at its first version, or two and the change.
      const versions = seen.map((one) => one.version);
      assert.deepEqual(versions, versions.length === 2 ? [1, 2] : [1]);
      assert.equal((await rowOf(store, task.id)).version, 3);
    },
  );

  contract('transitions that read, then write, never lose an update', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'running');
    const count = async (within: StoreOperations): Promise<void> => {
      const value = Number((await within.steps.get(task.id, 'count')) ?? 0);
      await nextTurn();
      await within.steps.put(task.id, 'count', value + 1);
    };
    await Promise.all(Array.from({ length: 25 }, () => store.transition(count)));
    assert.equal(await store.steps.get(task.id, 'count'), 25);
  });

  contract(
    'using the store inside its own transition fails at once instead of standing still',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project();
      await assert.rejects(
        store.transition(() => store.tasks.create(draftFor(shop), 'ada')),
        /inside its own transition/,
      );
      await assert.rejects(
        store.transition(() => store.transition(async () => 1)),
        /inside its own transition/,
      );
      // Those that are asked for at once, too.
      const atOnce = Array.from({ length: 3 }, () =>
        assert.rejects(
          store.transition(() => store.tasks.create(draftFor(shop), 'ada')),
          /inside its own transition/,
        ),
      );
      await Promise.all(atOnce);
      assert.deepEqual(await store.tasks.list({}), []);
    },
  );

  contract('the operations of a transition are of no use after its end', async ({ store, project }) => {
    const shop = await project();
    const kept = await store.transition(async (within) => within);
    await assert.rejects(kept.tasks.create(draftFor(shop), 'ada'));
    assert.deepEqual(await store.tasks.list({}), []);
  });

  contract('nor are they of use to others who write at the same moment', async ({ store, project }) => {
    const shop = await project();
    let kept: StoreOperations | undefined;
    await Promise.all([
      store.transition(async () => nextTurn()),
      store.transition(async (within) => {
        kept = within;
      }),
      store.transition(async () => {
        assert.ok(kept);
        await assert.rejects(kept.tasks.create(draftFor(shop), 'ada'));
      }),
    ]);
    assert.deepEqual(await store.tasks.list({}), []);
  });

  contract(
    'in a transition a task may be read, changed and told of in turn: each sees what was before, and the log has no gap',
    async ({ store, project }) => {
      const shop = await project();
      const { id } = await store.tasks.create(draftFor(shop), 'ada');
      const words = [{ type: 'agent.message', text: 'I look.' } as const];
      await store.transition(async (within) => {
        await within.tasks.several([id]);
        await within.tasks.change(id, sampleEvents.accepted, { actor: 'ada' });
        await within.events.append(id, words, { actor: 'ada' });
        const [read] = await within.tasks.several([id]);
        assert.equal(read?.state, 'queued');
        const claimed = await within.tasks.change(id, sampleEvents.claimed, { actor: 'ada' });
        assert.deepEqual(await within.tasks.get(id), claimed);
        await within.events.append(id, [...words, ...words], { actor: 'ada', fence: claimed.fence });
        await assert.rejects(within.tasks.change(id, sampleEvents.failed, { actor: 'ada', fence: 0 }), {
          code: 'stale_lease',
        });
        await within.tasks.change(id, sampleEvents.started, { actor: 'ada', fence: claimed.fence });
      });
      const log = await store.events.read({ taskId: id });
      assert.deepEqual(
        log.map((record) => [record.seq, record.body.type]),
        [
          [1, 'task.created'],
          [2, 'task.changed'],
          [3, 'agent.message'],
          [4, 'task.changed'],
          [5, 'agent.message'],
          [6, 'agent.message'],
          [7, 'task.changed'],
        ],
      );
      assert.equal((await rowOf(store, id)).version, 4);
    },
  );

  contract(
    'of transitions that are asked for at once, those that fail undo only their own',
    async ({ store, project }) => {
      const shop = await project();
      const heard: EventRecord[] = [];
      store.onEvents((records) => heard.push(...records));
      const results = await Promise.allSettled(
        Array.from({ length: 40 }, (_, index) =>
          store.transition(async (within) => {
            const task = await within.tasks.create(draftFor(shop, { name: `task-${index}` }), 'ada');
            if (index % 3 === 1) throw new Error('no');
            if (index % 3 === 2) await within.tasks.change(task.id, sampleEvents.started, { actor: 'ada' });
            return task;
          }),
        ),
      );
      const codes = results.map(codeOf);
      assert.deepEqual(
        codes,
        codes.map((_, index) => ['ok', 'Error: no', 'invalid_transition'][index % 3]),
      );
      const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      assert.deepEqual((await store.tasks.list({})).toReversed(), made);
      assert.deepEqual(
        made.map((task) => task.number),
        made.map((_, index) => index + 1),
      );
      assert.deepEqual(heard, await store.events.read({}));
      assert.equal(heard.length, made.length);
    },
  );

  contract('a store that is closed twice is closed, and refuses to be used', async ({ store, project }) => {
    const shop = await project();
    const under = store.tasks.create(draftFor(shop), 'ada');
    await Promise.all([store.close(), store.close()]);
    assert.equal((await under).number, 1);
    await assert.rejects(store.tasks.list({}), /closed/);
    await store.close();
  });

  contract('a store says what it is', async ({ store }) => {
    const facts = await store.describe();
    assert.equal(typeof facts['driver'], 'string');
    assert.ok(Number(facts['schema']) >= 1);
    assert.ok(Number(facts['sizeBytes']) > 0);
  });
}
