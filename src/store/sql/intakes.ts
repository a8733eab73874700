// Intakes, and what came in through them: each mark leads to the id of the request that it became.
import { projectId, intakeId } from '../../domain/ids.ts';
import type { IntakeId } from '../../domain/ids.ts';
import type { Intake } from '../../domain/planning/intake.ts';
import type { IntakeFilter, Intakes } from '../sources.ts';
import { allocate } from './counters.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { Session, Tx } from './session.ts';

/** Marks of deliveries are kept so long; that of an issue as long as the intake. */
const keptMs = 90 * 24 * 60 * 60_000;

export function intakes(session: Session): Intakes {
  return {
    insert: (intake) =>
      session.write(async (tx) => {
        const ordinal = await allocate(tx, 'intake', 1);
        const { id, projectId: project, ...rest } = intake;
        const row = { id, project_id: project, ordinal, body: encodeJson(rest) };
        await tx.db.insertInto('intakes').values(row).execute();
      }),
    list: (filter) => session.read((tx) => list(tx, filter)),
    see: (id, marks, seen) => session.write((tx) => see(tx, id, marks, seen)),
    remove: (id) =>
      session.write(async (tx) => void (await tx.db.deleteFrom('intakes').where('id', '=', id).execute())),
  };
}

async function list(tx: Tx, filter: IntakeFilter): Promise<readonly Intake[]> {
  if (filter.reach?.length === 0) return [];
  let select = tx.db.selectFrom('intakes').selectAll().orderBy('ordinal');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  const rows = await select.execute();
  return rows.map(
    (row) =>
      ({
        ...(decodeJson(row.body) as object),
        id: intakeId(row.id),
        projectId: projectId(row.project_id),
      }) as Intake,
  );
}

async function see(
  tx: Tx,
  intake: IntakeId,
  marks: readonly string[],
  { id, at }: { readonly id: string; readonly at: number },
): Promise<string> {
  const known = await tx.db
    .selectFrom('intake_marks')
    .select(['mark', 'request_id'])
    .where('intake_id', '=', intake)
    .where('mark', 'in', marks)
    .orderBy('at')
    .execute();
  const request = known[0]?.request_id ?? id;
  const rows = marks
    .filter((mark) => known.every((one) => one.mark !== mark))
    .map((mark) => ({ intake_id: intake, mark, request_id: request, at }));
  if (rows.length > 0) await tx.db.insertInto('intake_marks').values(rows).execute();
  await tx.db
    .deleteFrom('intake_marks')
    .where('intake_id', '=', intake)
    .where('at', '<', at - keptMs)
    .where('mark', 'not like', 'issue:%')
    .execute();
  return request;
}
