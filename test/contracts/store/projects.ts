// Projects.
import assert from 'node:assert/strict';
import { projectId } from '../../../src/domain/ids.ts';
import { createIn, draftFor, rejects, sampleProject } from './setup.ts';
import type { Contract } from './setup.ts';

export function projectsContract(contract: Contract): void {
  contract('a project is found by its id, its name and its root', async ({ store, project }) => {
    const shop = await project('shop');
    assert.deepEqual(await store.projects.get(shop.id), shop);
    assert.deepEqual(await store.projects.byRoot(shop.root, shop.home), shop);
    assert.deepEqual(await store.projects.find(shop.id), shop);
    assert.deepEqual(await store.projects.find('shop'), shop);
    assert.equal(await store.projects.find('nothing'), undefined);
    assert.equal(await store.projects.byRoot('/nowhere', shop.home), undefined);
    assert.equal(await store.projects.get(projectId('nothing')), undefined);
  });

  contract(
    'projects are listed in the order they were added, whatever they are called',
    async ({ store, project }) => {
      for (const name of ['zoo', 'apple', 'middle']) await project(name);
      assert.deepEqual(
        (await store.projects.list()).map((one) => one.name),
        ['zoo', 'apple', 'middle'],
      );
    },
  );

  contract(
    'a root or a name that is taken is refused, with the project that has it',
    async ({ store, project }) => {
      const shop = await project('shop');
      const sameRoot = await rejects(
        store.projects.insert({ ...sampleProject('other'), root: shop.root }),
        'already_exists',
      );
      assert.match(sameRoot.message, /“shop”/);
      assert.equal(sameRoot.details['project'], shop.id);
      const sameName = await rejects(
        store.projects.insert({ ...sampleProject('shop'), root: '/elsewhere' }),
        'already_exists',
      );
      assert.ok(sameName.message.includes(shop.root));
      assert.equal((await store.projects.list()).length, 1);
    },
  );

  contract('an update changes what it names and nothing else', async ({ store, project, reopen }) => {
    const shop = await project('shop');
    await project('bank');
    const updated = await store.projects.update(shop.id, { trusted: true, branch: 'develop' });
    assert.deepEqual(updated, { ...shop, trusted: true, branch: 'develop' });
    await rejects(store.projects.update(shop.id, { name: 'bank' }), 'already_exists');
    await store.projects.update(shop.id, { name: 'shop' });
    await rejects(store.projects.update(projectId('nothing'), { trusted: true }), 'not_found');
    assert.deepEqual(await (await reopen()).projects.get(shop.id), updated);
  });

  contract(
    'a removed project takes its tasks, their log and their runs with it, and no others',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project('shop');
      const bank = await project('bank');
      const gone = await createIn(store, shop, 'running');
      const kept = await createIn(store, bank, 'running');
      for (const task of [gone, kept]) {
        await store.leases.put({ taskId: task.id, worker: 'w', fence: task.fence, until: 1 });
        await store.messages.add(task.id, 'hello');
        await store.steps.put(task.id, 'setup', 1);
      }
      await store.projects.remove(shop.id);
      assert.equal(await store.projects.get(shop.id), undefined);
      assert.equal(await store.tasks.get(gone.id), undefined);
      assert.deepEqual(
        (await store.leases.list()).map((lease) => lease.taskId),
        [kept.id],
      );
      assert.deepEqual(await store.events.read({ projectId: shop.id }), []);
      assert.notEqual((await store.events.read({ taskId: kept.id })).length, 0);
      assert.deepEqual(await store.messages.list(gone.id), []);
      assert.deepEqual(await store.messages.list(kept.id), [{ text: 'hello', state: 'pending' }]);
      await rejects(store.projects.remove(shop.id), 'not_found');
    },
  );

  contract(
    'event ids are not given out again after a removal, so no reader misses a new one',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project('shop');
      await createIn(store, shop, 'queued');
      const last = await store.events.last();
      await store.projects.remove(shop.id);
      assert.equal(await store.events.last(), last);
      await store.tasks.create(draftFor(await project('bank')), 'ada');
      assert.deepEqual(
        (await store.events.read({ after: last })).map((record) => record.id),
        [last + 1],
      );
    },
  );
}
