// What agents used: sums that only grow, and questions about them.
import { sql } from 'kysely';
import type { UsageGroup, UsageGroupSums, UsageQuery, UsageRow, UsageSums } from '../../domain/usage-row.ts';
import type { Usages } from '../store.ts';
import type { UsageSumsRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

const counts = {
  calls: 'calls',
  failed: 'failed',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cachedTokens: 'cached_tokens',
  costMicros: 'cost_micros',
  unpricedTokens: 'unpriced_tokens',
} as const satisfies Readonly<Record<keyof UsageSums, keyof UsageSumsRow>>;

const columns: Readonly<Record<UsageGroup, 'agent' | 'project_id' | 'day' | 'model'>> = {
  agent: 'agent',
  project: 'project_id',
  day: 'day',
  model: 'model',
};

export function usages(session: Session): Usages {
  return {
    add: (row) => session.write((tx) => add(tx, row)),
    sums: (query) => session.read((tx) => sums(tx, query)),
  };
}

async function add(tx: Tx, row: UsageRow): Promise<void> {
  const values = encode(row);
  await tx.db
    .insertInto('usage_sums')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['home', 'day', 'attempt_id', 'model']).doUpdateSet((eb) => ({
        calls: eb('usage_sums.calls', '+', values.calls),
        failed: eb('usage_sums.failed', '+', values.failed),
        input_tokens: eb('usage_sums.input_tokens', '+', values.input_tokens),
        output_tokens: eb('usage_sums.output_tokens', '+', values.output_tokens),
        cached_tokens: eb('usage_sums.cached_tokens', '+', values.cached_tokens),
        cost_micros: eb('usage_sums.cost_micros', '+', values.cost_micros),
        unpriced_tokens: eb('usage_sums.unpriced_tokens', '+', values.unpriced_tokens),
      })),
    )
    .execute();
}

async function sums(tx: Tx, query: UsageQuery): Promise<readonly UsageGroupSums[]> {
  if (query.reach?.length === 0) return [];
  const column = columns[query.by];
  let rows = tx.db.selectFrom('usage_sums');
  if (query.reach !== null) rows = rows.where('project_id', 'in', [...query.reach]);
  if (query.home !== undefined) rows = rows.where('home', '=', query.home);
  if (query.projectId !== undefined) rows = rows.where('project_id', '=', query.projectId);
  if (query.from !== undefined) rows = rows.where('day', '>=', query.from);
  if (query.to !== undefined) rows = rows.where('day', '<=', query.to);
  // PostgreSQL adds whole numbers up to a decimal number, which would come back as text.
  const total = (name: keyof UsageSumsRow) => sql<number>`cast(sum(${sql.ref(name)}) as bigint)`;
  return rows
    .select(sql.ref<string>(column).as('key'))
    .select([
      total(counts.calls).as('calls'),
      total(counts.failed).as('failed'),
      total(counts.inputTokens).as('inputTokens'),
      total(counts.outputTokens).as('outputTokens'),
      total(counts.cachedTokens).as('cachedTokens'),
      total(counts.costMicros).as('costMicros'),
      total(counts.unpricedTokens).as('unpricedTokens'),
    ])
    .groupBy(column)
    .orderBy(column)
    .execute();
}

function encode(row: UsageRow): UsageSumsRow {
  return {
    home: row.home,
    day: row.day,
    project_id: row.projectId,
    task_id: row.taskId,
    attempt_id: row.attemptId,
    agent: row.agent,
    model: row.model,
    calls: row.calls,
    failed: row.failed,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cached_tokens: row.cachedTokens,
    cost_micros: row.costMicros,
    unpriced_tokens: row.unpricedTokens,
  };
}
