// What is in the trash, as tables.
import type { TrashEntryJson, TrashOrphanJson } from '../api/trash-schemas.ts';
import { inBytes } from './bytes.ts';
import { table } from './table.ts';
import { ago } from './time.ts';

interface InTrash {
  readonly entries: readonly TrashEntryJson[];
  readonly orphans: readonly TrashOrphanJson[];
}

/** `now` in milliseconds since 1970. Empty when there is nothing. */
export function trashTables(
  { entries, orphans }: InTrash,
  { now, columns }: { readonly now: number; readonly columns: number | undefined },
): string {
  const tables: string[] = [];
  if (entries.length > 0) {
    const rows = entries.map((one) => [
      String(one.number),
      one.name,
      one.reason,
      one.state,
      ago(one.since, now),
      left(one.kept_until, now),
      inBytes(one.bytes),
      one.head?.slice(0, 10) ?? '–',
    ]);
    tables.push(table(['#', 'NAME', 'BECAUSE', 'STATE', 'SINCE', 'LEFT', 'SIZE', 'COMMIT'], rows, columns));
  }
  if (orphans.length > 0) {
    const rows = orphans.map((one) => [
      one.kind,
      ago(one.found_at, now),
      inBytes(one.bytes),
      one.head?.slice(0, 10) ?? '–',
      one.id,
    ]);
    tables.push(`Without a task:\n${table(['WHAT', 'FOUND', 'SIZE', 'COMMIT', 'ID'], rows, columns)}`);
  }
  return tables.join('\n\n');
}

// The same words as for what is past, the other way round.
function left(until: string, now: number): string {
  const end = Date.parse(until);
  return end <= now ? 'over' : ago(new Date(now).toISOString(), end);
}
