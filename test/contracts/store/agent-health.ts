// What is wrong with agents: a row for each with which something is, none for those that are well.
import assert from 'node:assert/strict';
import { afterFailure, healthy, limited } from '../../../src/domain/agent-health.ts';
import { taskId } from '../../../src/domain/ids.ts';
import type { Contract } from './setup.ts';

const rule = { failures: 1, coolDownMs: 5000 };

export function agentHealthContract(contract: Contract): void {
  contract('what is wrong with an agent is kept, through a restart', async ({ store, reopen }) => {
    const crash = { task: taskId('one'), message: 'it “crashed”\n\u0000' };
    const qwen = limited(afterFailure(healthy('home', 'qwen'), crash, rule, 1000), 9000, 'no more today');
    const gemini = afterFailure(healthy('home', 'gemini'), crash, rule, 2000);
    await store.agents.put(qwen);
    await store.agents.put(gemini);
    const again = await reopen();
    assert.deepEqual(await again.agents.list('home'), [gemini, qwen]);
    assert.deepEqual(await again.agents.get('home', 'qwen'), qwen);
    assert.equal(await again.agents.get('home', 'nobody'), undefined);
  });

  contract('an agent of the same name in another home is another account', async ({ store }) => {
    const here = limited(healthy('home', 'qwen'), 9000, 'no more today');
    await store.agents.put(here);
    assert.deepEqual(
      [await store.agents.get('annex', 'qwen'), await store.agents.list('annex')],
      [undefined, []],
    );
    await store.agents.put(healthy('annex', 'qwen'));
    assert.deepEqual(await store.agents.list('home'), [here]);
  });

  contract('an agent that is well again is forgotten', async ({ store }) => {
    await store.agents.put(limited(healthy('home', 'qwen'), 9000, 'no more today'));
    await store.agents.put(limited(healthy('home', 'qwen'), 12_000, 'nor tomorrow'));
    assert.equal((await store.agents.get('home', 'qwen'))?.limit?.until, 12_000);
    await store.agents.put(healthy('home', 'qwen'));
    assert.deepEqual(await store.agents.list('home'), []);
  });

  contract('what a transition writes of an agent is undone with it', async ({ store }) => {
    const work = store.transition(async (within) => {
      await within.agents.put(limited(healthy('home', 'qwen'), 9000, 'no more today'));
      throw new Error('no');
    });
    await assert.rejects(work, /^Error: no$/);
    assert.deepEqual(await store.agents.list('home'), []);
  });
}
