import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { attemptId, projectId, taskId } from '../../domain/ids.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { DaySpending } from './day-spending.ts';

const project = projectId('project-1');
const row = {
  projectId: project,
  taskId: taskId('task-1'),
  attemptId: attemptId('attempt-1'),
  agent: 'a',
  model: 'm',
  calls: 1,
  failed: 0,
  inputTokens: 100,
  outputTokens: 20,
  cachedTokens: 0,
  costMicros: 500_000,
  unpricedTokens: 0,
};

async function given(
  context: TestContext,
  zone: string,
  at: string,
): Promise<{ spending: DaySpending; to: (at: string) => void }> {
  let now = Date.parse(at);
  const store = await openSqliteStore({ file: join(tempDir(context), 'store.sqlite'), now: () => now });
  context.after(() => store.close());
  return {
    spending: new DaySpending({ store, home: 'home', now: () => now, zone }),
    to: (next) => (now = Date.parse(next)),
  };
}

test('a day ends at midnight of its zone, to the millisecond, and the next begins with nothing', async (context) => {
  // Kathmandu is 5 hours and 45 minutes ahead.
  const { spending, to } = await given(context, 'Asia/Kathmandu', '2026-11-21T18:14:59.000Z');
  await spending.load();
  await spending.add(row);
  assert.deepEqual([spending.today, spending.all], ['2026-11-21', { tokens: 120, cost: 0.5 }]);
  to('2026-11-21T18:14:59.999Z');
  assert.deepEqual([spending.today, spending.of(project)], ['2026-11-21', { tokens: 120, cost: 0.5 }]);
  to('2026-11-21T18:15:00.000Z');
  assert.deepEqual([spending.today, spending.all.tokens, spending.of(project).cost], ['2026-11-22', 0, 0]);
  await spending.load();
  assert.equal(spending.all.tokens, 0);
});

test('a daemon that was started anew begins with what was used of the day', async (context) => {
  const { spending, to } = await given(context, 'UTC', '2026-11-21T10:00:00Z');
  await spending.load();
  await spending.add(row);
  to('2026-11-22T00:00:00Z');
  await spending.add(row);
  await spending.load();
  assert.deepEqual(spending.all, { tokens: 120, cost: 0.5 });
  assert.equal(spending.tomorrow, Date.parse('2026-11-23T00:00:00Z'));
});
