// Requests: kept whole, replaced by the next version only, found by the beginning of their id.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { requestId } from '../../../src/domain/ids.ts';
import { decided, newRequest, revised, withOutcome } from '../../../src/domain/planning/request.ts';
import type { Request } from '../../../src/domain/planning/request.ts';
import type { Project } from '../../../src/domain/project.ts';
import { codeOf, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

const answered = {
  commit: null,
  answer: 'It is in src.',
  tasks: [],
  doubts: [],
  problems: [],
  said: null,
  repairs: 0,
};

export function requestsContract(contract: Contract): void {
  contract(
    'a request is kept as it is through its states and a restart',
    async ({ store, project, reopen }) => {
      const shop = await project();
      const first = sampleRequest(shop);
      await store.requests.insert(first);
      const second = withOutcome(first, answered, [], 2000);
      await store.requests.update(second);
      const again = await reopen();
      assert.deepEqual(await again.requests.find(first.id), second);
      await again.requests.update(revised(second, 'shorter', 3000));
      assert.equal((await again.requests.find(first.id.slice(0, 13)))?.wish, 'shorter');
      await rejects(again.requests.update(second), 'stale_version');
      await rejects(again.requests.update(sampleRequest(shop)), 'not_found');
    },
  );

  contract('of two who decide at once one is told', async ({ store, project }) => {
    const first = sampleRequest(await project());
    await store.requests.insert(first);
    const open = withOutcome(first, answered, [], 2000);
    await store.requests.update(open);
    const both = [decided(open, 'archived', 3), revised(open, 'x', 3)].map((one) =>
      store.requests.update(one),
    );
    assert.deepEqual((await Promise.allSettled(both)).map(codeOf).sort(), ['ok', 'stale_version']);
  });

  contract(
    'requests are listed newest first within a reach, and go with their project',
    async ({ store, project }) => {
      const [shop, other] = [await project(), await project('other')];
      const all = [sampleRequest(shop), sampleRequest(other), sampleRequest(shop)] as const;
      for (const one of all) await store.requests.insert(one);
      const ids = async (filter: Parameters<typeof store.requests.list>[0]): Promise<readonly string[]> =>
        (await store.requests.list(filter)).map(({ id }) => id);
      assert.deepEqual(await ids({}), [all[2].id, all[1].id, all[0].id]);
      assert.deepEqual(await ids({ reach: [other.id] }), [all[1].id]);
      assert.deepEqual(await ids({ reach: [] }), []);
      assert.deepEqual(await ids({ projectId: shop.id, states: ['working'] }), [all[2].id, all[0].id]);
      assert.deepEqual(await ids({ states: ['archived'] }), []);
      assert.equal(await store.requests.find(all[1].id, [shop.id]), undefined);
      await rejects(store.requests.find(commonBeginning), 'ambiguous');
      assert.equal(await store.requests.find('%'), undefined);
      await store.projects.remove(shop.id);
      assert.deepEqual(await ids({}), [all[1].id]);
    },
  );
}

const commonBeginning = 'feed';

function sampleRequest(project: Project): Request {
  return newRequest({
    id: requestId(`${commonBeginning}${randomUUID().slice(4)}`),
    projectId: project.id,
    kind: 'question',
    text: 'Where is it?',
    agent: 'tasklane',
    model: null,
    by: 'ada',
    about: null,
    directions: [],
    createdAt: 1000,
  });
}
