// What agents used: sums that grow, and stay when what they were spent on is deleted.
import assert from 'node:assert/strict';
import { attemptId, projectId, taskId } from '../../../src/domain/ids.ts';
import type { UsageRow } from '../../../src/domain/usage-row.ts';
import type { Contract } from './setup.ts';

const row: UsageRow = {
  home: 'home',
  day: '2026-11-21',
  projectId: projectId('one'),
  taskId: taskId('task'),
  attemptId: attemptId('first'),
  agent: 'qwen',
  model: 'gpt-5.5',
  calls: 1,
  failed: 0,
  inputTokens: 1000,
  outputTokens: 50,
  cachedTokens: 200,
  costMicros: 3_000_000_000,
  unpricedTokens: 0,
};

export function usageContract(contract: Contract): void {
  contract('what agents used is added up by agent, project, day and model', async ({ store, reopen }) => {
    await store.usage.add(row);
    await store.usage.add(row);
    await store.usage.add({ ...row, day: '2026-11-22', agent: 'gemini', failed: 1 });
    await store.usage.add({ ...row, projectId: projectId('two'), attemptId: attemptId('second'), model: '' });
    const again = await reopen();
    const of = async (by: 'agent' | 'project' | 'day' | 'model') =>
      (await again.usage.sums({ by, reach: null })).map((sums) => [sums.key, sums.calls, sums.costMicros]);
    assert.deepEqual(await of('agent'), [
      ['gemini', 1, 3_000_000_000],
      ['qwen', 3, 9_000_000_000],
    ]);
    assert.deepEqual(await of('project'), [
      ['one', 3, 9_000_000_000],
      ['two', 1, 3_000_000_000],
    ]);
    assert.deepEqual(await of('day'), [
      ['2026-11-21', 3, 9_000_000_000],
      ['2026-11-22', 1, 3_000_000_000],
    ]);
    assert.deepEqual(await of('model'), [
      ['', 1, 3_000_000_000],
      ['gpt-5.5', 3, 9_000_000_000],
    ]);
    const { home: _, day: __, projectId: ___, taskId: ____, attemptId: _____, agent: ______, ...sums } = row;
    const { model: _______, ...counted } = sums;
    const late = await again.usage.sums({ by: 'day', reach: null, from: '2026-11-22' });
    assert.deepEqual(
      late.map((one) => ({ ...one })),
      [{ key: '2026-11-22', ...counted, failed: 1 }],
    );
  });

  contract('questions about what was used can be narrowed', async ({ store }) => {
    await store.usage.add(row);
    await store.usage.add({ ...row, home: 'annex' });
    await store.usage.add({ ...row, projectId: projectId('two'), attemptId: attemptId('second') });
    const calls = async (
      query: Partial<Parameters<typeof store.usage.sums>[0]>,
    ): Promise<readonly number[]> =>
      (await store.usage.sums({ by: 'agent', reach: null, ...query })).map((sums) => sums.calls);
    assert.deepEqual(await calls({}), [3]);
    assert.deepEqual(await calls({ home: 'annex' }), [1]);
    assert.deepEqual(await calls({ projectId: projectId('two') }), [1]);
    assert.deepEqual(await calls({ reach: [projectId('one')] }), [2]);
    assert.deepEqual(await calls({ reach: [] }), []);
    assert.deepEqual(await calls({ to: '2026-11-20' }), []);
  });
}
