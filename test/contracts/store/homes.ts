// Homes: whose a project is, and everything that belongs to it; and the clock that all who use the store go by.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { phaseId } from '../../../src/domain/ids.ts';
import { openPhase } from '../../../src/domain/phase.ts';
import type { Project } from '../../../src/domain/project.ts';
import type { StoreOperations } from '../../../src/store/store.ts';
import { createIn, sampleProject } from './setup.ts';
import type { Contract } from './setup.ts';

/** One project of each of two homes. */
async function twoHomes(store: StoreOperations): Promise<readonly [here: Project, annex: Project]> {
  const shop = sampleProject('shop');
  const bank = { ...sampleProject('bank'), home: 'annex' };
  for (const project of [shop, bank]) await store.projects.insert(project);
  return [shop, bank];
}

function phaseOf(project: Project) {
  const given = { id: phaseId(randomUUID()), projectId: project.id, name: 'phase', setup: null } as const;
  return openPhase({ ...given, tasks: [], checks: [], finish: 'manual' }, 1000);
}

export function homesContract(contract: Contract): void {
  contract('a project keeps its home, and its root is looked for there only', async ({ store, reopen }) => {
    const [shop, bank] = await twoHomes(store);
    assert.deepEqual(await store.projects.byRoot(shop.root, shop.home), shop);
    assert.equal(await store.projects.byRoot(shop.root, bank.home), undefined);
    assert.deepEqual(await (await reopen()).projects.list(), [shop, bank]);
  });

  contract('tasks, leases and phases are listed for one home, or for all', async ({ store }) => {
    const projects = await twoHomes(store);
    for (const project of projects) {
      const { id, fence } = await createIn(store, project, 'running');
      await store.leases.put({ taskId: id, worker: 'w', fence, until: 1 });
      await store.phases.insert(phaseOf(project));
    }
    const states = ['running'] as const;
    for (const { home, id } of projects) {
      const tasks = await store.tasks.list({ home, states });
      assert.deepEqual(
        tasks.map((task) => task.projectId),
        [id],
      );
      assert.deepEqual(
        (await store.leases.list(home)).map((lease) => lease.taskId),
        tasks.map((task) => task.id),
      );
      assert.deepEqual(
        (await store.phases.list({ home })).map((phase) => phase.projectId),
        [id],
      );
    }
    assert.equal((await store.tasks.list({ home: 'nobody' })).length, 0);
    assert.equal((await store.tasks.list({ states })).length, 2);
    assert.equal((await store.leases.list()).length, 2);
    assert.equal((await store.phases.list({})).length, 2);
  });

  contract('a home can make all projects its own', async ({ store }) => {
    const [shop, bank] = await twoHomes(store);
    await store.projects.adopt('new');
    assert.deepEqual(await store.projects.list(), [
      { ...shop, home: 'new' },
      { ...bank, home: 'new' },
    ]);
  });

  contract('a store that was given a clock goes by it, inside a transition too', async ({ store, clock }) => {
    clock.at = 5000;
    assert.equal(await store.now(), 5000);
    assert.equal(await store.transition((within) => within.now()), 5000);
  });
}
