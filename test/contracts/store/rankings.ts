// Rankings: one judge at a time for each group of variants, the newest counts, and they go with their project.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { noUsage } from '../../../src/domain/attempt.ts';
import { oid, rankingId, taskId } from '../../../src/domain/ids.ts';
import type { Project } from '../../../src/domain/project.ts';
import type { Ranking } from '../../../src/domain/ranking/ranking.ts';
import { codeOf, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

const group = taskId('first-of-them');

function sample(project: Project, given: Partial<Ranking> = {}): Ranking {
  return {
    id: rankingId(randomUUID()),
    projectId: project.id,
    group,
    state: 'working',
    agent: 'tasklane',
    model: null,
    by: 'ada',
    summary: null,
    compared: [taskId('first'), taskId('second')],
    places: [],
    leftOut: [taskId('third')],
    problems: [],
    said: null,
    repairs: 0,
    usage: noUsage,
    createdAt: 1000,
    endedAt: null,
    ...given,
  };
}

export function rankingsContract(contract: Contract): void {
  contract('a ranking is kept as it is, and the newest of a group counts', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project();
    const first = sample(shop);
    await store.rankings.put(first);
    const reasons = [{ text: 'It is “small”.', citations: [], isSupported: false }];
    const ended: Ranking = {
      ...first,
      state: 'ranked',
      places: [{ taskId: taskId('second'), head: oid('a'.repeat(40)), reasons }],
      usage: { inputTokens: 900, outputTokens: 80, cachedTokens: 0, cost: 0.02 },
      endedAt: 2000,
    };
    await store.rankings.put(ended);
    const again = await reopen();
    assert.deepEqual(await again.rankings.latest(group), ended);
    assert.equal(await again.rankings.latest(taskId('another')), undefined);
    const second = sample(shop, { createdAt: 1 });
    await again.rankings.put(second);
    assert.deepEqual(await again.rankings.latest(group), second);
    // An older one that is written again is not the newest for that.
    await again.rankings.put(ended);
    assert.deepEqual(await again.rankings.latest(group), second);
  });

  contract('of two judges that begin at once one is refused', async ({ store, project }) => {
    const shop = await project();
    const both = [sample(shop), sample(shop)].map((one) => store.rankings.put(one));
    assert.deepEqual((await Promise.allSettled(both)).map(codeOf).sort(), ['invalid_transition', 'ok']);
    await rejects(store.rankings.put(sample(shop)), 'invalid_transition');
    await store.rankings.put(sample(shop, { group: taskId('another') }));
  });

  contract(
    'rankings under way are those of a home, and go with their project',
    async ({ store, project }) => {
      const [shop, other] = [await project(), await project('other')];
      const mine = sample(shop);
      await store.rankings.put(mine);
      await store.rankings.put(sample(other, { group: taskId('another'), state: 'failed' }));
      assert.deepEqual(await store.rankings.working(shop.home), [mine]);
      assert.deepEqual(await store.rankings.working('elsewhere'), []);
      await store.projects.remove(shop.id);
      assert.equal(await store.rankings.latest(group), undefined);
    },
  );
}
