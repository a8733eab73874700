// `tasklane audit`: who did what, newest last, as a log is read.
import type { AuditEntryJson } from '../../api/account-schemas.ts';
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';

export interface AuditFlags extends OutputFlags {
  readonly user?: string;
  readonly action?: string;
  readonly limit?: number;
}

const maxPage = 500;

export async function audit(context: Context, flags: AuditFlags): Promise<void> {
  const client = await openClient(context);
  const limit = flags.limit ?? 50;
  const entries: AuditEntryJson[] = [];
  let cursor: string | null = null;
  do {
    const page: { entries: AuditEntryJson[]; next_cursor: string | null } = await client.call(
      endpoints.audit,
      {
        query: {
          limit: Math.min(maxPage, limit - entries.length),
          ...(cursor !== null && { cursor }),
          ...(flags.user !== undefined && { user: flags.user }),
          ...(flags.action !== undefined && { action: flags.action }),
        },
      },
    );
    entries.push(...page.entries);
    cursor = page.next_cursor;
  } while (cursor !== null && entries.length < limit);
  if (wantsJson(flags)) return printJson(context, { entries, next_cursor: cursor });
  if (entries.length === 0) return say(context, 'Nothing was done yet.');
  const rows = entries.toReversed().map(row);
  const header = ['AT', 'WHO', 'TOKEN', 'FROM', 'ACTION', 'OUTCOME', 'WHAT'];
  print(context, table(header, rows, context.stdout.columns));
}

function row(entry: AuditEntryJson): readonly string[] {
  const outcome = entry.error === null ? entry.outcome : `${entry.outcome}:${entry.error}`;
  const { at, actor, token, ip, action, resource } = entry;
  return [at, actor ?? '', token ?? '', ip, action, outcome, resource];
}
