// The filters of the list of tasks.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { oid, phaseId } from '../../../src/domain/ids.ts';
import type { TaskId } from '../../../src/domain/ids.ts';
import type { TaskFilter } from '../../../src/store/store.ts';
import { draftFor } from './setup.ts';
import type { Contract } from './setup.ts';

export function filtersContract(contract: Contract): void {
  contract('tasks are found by agent, policy, priority, phase, words and time of change', async (bench) => {
    const { store, clock } = bench;
    const shop = await bench.project();
    const phase = phaseId(randomUUID());
    const make = async (name: string, given: object): Promise<void> => {
      await store.tasks.create(draftFor(shop, { name, title: name, prompt: '…', ...given }), 'ada');
    };
    await make('first', {
      agent: 'qwen',
      policy: 'develop',
      prompt: `${'x'.repeat(7000)} Kürbis 100%_!\0 end`,
    });
    await make('second', { priority: 'urgent', phaseId: phase, title: 'KÜRBISSE schälen' });
    clock.at = 5000;
    await make('third', { prompt: `${'x'.repeat(9000)} too far` });

    const names = async (filter: TaskFilter): Promise<readonly string[]> =>
      (await store.tasks.list(filter)).map((task) => task.name);
    assert.deepEqual(await names({}), ['third', 'second', 'first']);
    assert.deepEqual(await names({ agent: 'qwen' }), ['first']);
    assert.deepEqual(await names({ policy: 'develop' }), ['first']);
    assert.deepEqual(await names({ priority: 'urgent' }), ['second']);
    assert.deepEqual(await names({ phaseId: phase }), ['second']);
    assert.deepEqual(await names({ phaseId: phaseId('none') }), []);
    assert.deepEqual(await names({ text: 'kürbis' }), ['second', 'first']);
    assert.deepEqual(await names({ text: 'kürbis', agent: 'qwen' }), ['first']);
    // What means something in a pattern is looked for as it stands.
    assert.deepEqual(await names({ text: '0%_!' }), ['first']);
    assert.deepEqual(await names({ text: 'k%s' }), []);
    assert.deepEqual(await names({ text: 'too far' }), []);
    assert.deepEqual(await names({ updatedSince: 5000 }), ['third']);
    assert.deepEqual(await names({ updatedSince: 5001 }), []);
    const [, second] = await store.tasks.list({});
    assert.ok(second);
    clock.at = 6000;
    await store.tasks.change(second.id, { type: 'edited', patch: { title: 'Carrots' } }, { actor: 'ada' });
    assert.deepEqual(await names({ updatedSince: 5001 }), ['second']);
    assert.deepEqual(await names({ text: 'kürbis' }), ['first']);
    assert.deepEqual(await names({ text: 'CARROT' }), ['second']);

    const base = oid('a'.repeat(40));
    const run = { policy: 'subagent', subagent: { name: 'helper', copy: 'own', base } };
    await make('run', { ...run, parentId: second.id });
    // Somebody's own task, whatever its policy and its words are.
    await make('own', { policy: 'subagent', prompt: JSON.stringify({ subagent: {} }) });
    assert.deepEqual(await names({ policy: 'subagent' }), ['own', 'run']);
    assert.deepEqual(await names({ policy: 'subagent', withoutSubagents: true }), ['own']);
    assert.deepEqual((await store.tasks.list({ policy: 'subagent' }))[1]?.subagent, run.subagent);
  });

  contract(
    'what was put away is found alone: deleted in any state, cancelled, dismissed',
    async ({ store, project }) => {
      const shop = await project();
      const bank = await project('bank');
      const make = async (name: string, of = shop): Promise<TaskId> =>
        (await store.tasks.create(draftFor(of, { name }), 'ada')).id;
      await make('there');
      const deleted = await make('deleted');
      const cancelled = await make('cancelled');
      const elsewhere = await make('elsewhere', bank);
      for (const id of [deleted, elsewhere])
        await store.tasks.change(id, { type: 'deleted' }, { actor: 'ada' });
      await store.tasks.change(cancelled, { type: 'archived' }, { actor: 'ada' });
      const names = async (filter: TaskFilter): Promise<readonly string[]> =>
        (await store.tasks.list(filter)).map((task) => task.name);
      assert.deepEqual(await names({ putAway: true }), ['elsewhere', 'cancelled', 'deleted']);
      assert.deepEqual(await names({ putAway: true, projectId: shop.id }), ['cancelled', 'deleted']);
      const back = await store.tasks.change(deleted, { type: 'restored', name: 'back' }, { actor: 'ada' });
      assert.deepEqual([back.deletedAt, (await store.tasks.find('back', shop.id))?.id], [null, deleted]);
      assert.deepEqual(await names({ putAway: true, projectId: shop.id }), ['cancelled']);
    },
  );
}
