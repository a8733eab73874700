// What judges made of the variants of tasks: the newest of each group counts, the older ones are kept.
import { noUsage } from '../../domain/attempt.ts';
import { AppError } from '../../domain/errors.ts';
import { projectId, rankingId, taskId } from '../../domain/ids.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { Ranking } from '../../domain/ranking/ranking.ts';
import type { Rankings } from '../store.ts';
import { projectsOf } from './projects.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { RankingRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

export function rankings(session: Session): Rankings {
  return {
    put: (ranking) => session.write((tx) => put(tx, ranking)),
    latest: (group) =>
      session.read(async (tx) => {
        const row = await newest(tx, group);
        return row === undefined ? undefined : decode(row);
      }),
    working: (home) => session.read((tx) => working(tx, home)),
  };
}

async function put(tx: Tx, ranking: Ranking): Promise<void> {
  const row = encode(ranking);
  const { numUpdatedRows } = await tx.db
    .updateTable('rankings')
    .set({ state: row.state, body: row.body })
    .where('id', '=', row.id)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const last = await newest(tx, ranking.group);
  if (last?.state === 'working') throw busy(decode(last));
  // Writes are serial, so nobody comes in between.
  await tx.db
    .insertInto('rankings')
    .values({ ...row, seq: (last?.seq ?? 0) + 1 })
    .execute();
}

async function newest(tx: Tx, group: TaskId): Promise<RankingRow | undefined> {
  return tx.db
    .selectFrom('rankings')
    .selectAll()
    .where('group_id', '=', group)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function working(tx: Tx, home: string): Promise<readonly Ranking[]> {
  const rows = await tx.db
    .selectFrom('rankings')
    .selectAll()
    .where('state', '=', 'working')
    .where('project_id', 'in', projectsOf(tx, home))
    .orderBy('id')
    .execute();
  return rows.map(decode);
}

function busy({ id, agent }: Ranking): AppError {
  return new AppError('invalid_transition', `A judge (${agent}) compares these variants already.`, {
    next: 'Wait until it has answered.',
    details: { ranking: id },
  });
}

function encode(ranking: Ranking): Omit<RankingRow, 'seq'> {
  const { id, projectId: project, group, state, ...rest } = ranking;
  return { id, project_id: project, group_id: group, state, body: encodeJson(rest) };
}

function decode(row: RankingRow): Ranking {
  return {
    // What was kept before it was counted has none.
    usage: noUsage,
    ...(decodeJson(row.body) as object),
    id: rankingId(row.id),
    projectId: projectId(row.project_id),
    group: taskId(row.group_id),
    state: row.state,
  } as Ranking;
}
