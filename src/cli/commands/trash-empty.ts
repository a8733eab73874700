// `tasklane trash empty`: says what it will delete for good, asks, and deletes exactly that.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { TrashEmptiedJson } from '../../api/trash-schemas.ts';
import { inBytes } from '../bytes.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { plural } from '../text.ts';
import { parseSpan } from '../time.ts';
import { trashTables } from '../trash-lines.ts';
import { trashProject } from './trash-list.ts';
import type { TrashFlags } from './trash-list.ts';

export interface EmptyFlags extends TrashFlags {
  readonly olderThan?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export async function emptyTrash(
  context: Context,
  refs: readonly string[],
  flags: EmptyFlags,
): Promise<void> {
  const older = flags.olderThan === undefined ? undefined : parseSpan(flags.olderThan, '--older-than');
  const client = await openClient(context);
  const project = await trashProject(context, client, flags);
  const params = { project: project.id };
  const body = { dry_run: true, ...(older !== undefined && { older_than_ms: older }) };
  const all = await client.call(endpoints.emptyTrash, { params, body, timeoutMs: 0 });
  const planned = refs.length === 0 ? all : only(all, refs);
  const count = planned.entries.length + planned.orphans.length;
  if (count === 0 || flags.dryRun === true) {
    if (wantsJson(flags)) return printJson(context, planned);
    if (count === 0) return say(context, 'There is nothing to delete.');
    return print(context, trashTables(planned, shown(context)));
  }
  if (!wantsJson(flags)) say(context, trashTables(planned, shown(context)));
  if (flags.yes !== true)
    await confirm(
      context,
      `Delete the work of ${plural(planned.entries.length, 'task')} and ${plural(planned.orphans.length, 'orphan')} for good (${inBytes(planned.bytes)})?`,
    );
  const ids = [...planned.entries.map(({ task_id: id }) => id), ...planned.orphans.map(({ id }) => id)];
  // What came into the trash while the person read is not among them.
  const emptied = await client.call(endpoints.emptyTrash, { params, body: { only: ids }, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, emptied);
  else say(context, `tasklane: deleted ${inBytes(emptied.bytes)} for good`);
}

/** Throws `not_found` for one that is not there. */
function only(all: TrashEmptiedJson, refs: readonly string[]): TrashEmptiedJson {
  const wanted = refs.map((ref) => ref.trim().replace(/^#/, ''));
  const found = wanted.map((ref) => ({
    entries: all.entries.filter((one) => [one.task_id, String(one.number), one.name].includes(ref)),
    orphans: all.orphans.filter((one) => one.id === ref),
  }));
  const missing = found.findIndex((one) => one.entries.length + one.orphans.length === 0);
  if (missing !== -1)
    throw new AppError('not_found', `There is no “${wanted[missing] ?? ''}” in the trash that is that old.`, {
      next: 'See `tasklane trash list` for what is in it.',
    });
  const entries = [...new Set(found.flatMap((one) => one.entries))];
  const orphans = [...new Set(found.flatMap((one) => one.orphans))];
  return { entries, orphans, bytes: [...entries, ...orphans].reduce((sum, { bytes }) => sum + bytes, 0) };
}

function shown(context: Context): { readonly now: number; readonly columns: number | undefined } {
  return { now: Date.now(), columns: context.stdout.columns };
}
