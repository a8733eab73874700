// `tasklane usage`: tokens and money by agent, project, day or model.
import { endpoints } from '../../api/endpoints.ts';
import type { UsageQueryJson, UsageReportJson, UsageSumsJson } from '../../api/usage-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { table } from '../table.ts';

export interface UsageFlags extends OutputFlags, ProjectFlags {
  readonly by?: NonNullable<UsageQueryJson['by']>;
  readonly from?: string;
  readonly to?: string;
}

export async function usage(context: Context, flags: UsageFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.project === undefined ? null : await findProject(context, client, flags.project);
  const report = await client.call(endpoints.usage, {
    query: {
      ...(flags.by !== undefined && { by: flags.by }),
      ...(flags.from !== undefined && { from: flags.from }),
      ...(flags.to !== undefined && { to: flags.to }),
      ...(project !== null && { project: project.id }),
    },
  });
  if (wantsJson(flags)) return printJson(context, report);
  if (report.groups.length === 0) return say(context, 'Nothing was used yet.');
  const rows = report.groups.map((group) => row(group.key === '' ? 'unknown' : group.key, group));
  const header = [report.by.toUpperCase(), 'CALLS', 'FAILED', 'IN', 'CACHED', 'OUT', 'COST'];
  print(context, table(header, [...rows, row('total', report.total)], context.stdout.columns));
  sayUnpriced(context, report);
}

function row(key: string, sums: UsageSumsJson): readonly string[] {
  const counts = [
    sums.calls,
    sums.failed_calls,
    sums.input_tokens,
    sums.cached_tokens,
    sums.output_tokens,
  ].map(String);
  return [key, ...counts, costText(sums)];
}

function costText({ cost, unpriced_tokens: unpriced }: UsageSumsJson): string {
  if (unpriced === 0) return dollars(cost);
  return cost === 0 ? 'unknown' : `${dollars(cost)} and more`;
}

function dollars(value: number): string {
  return `$${value.toFixed(value !== 0 && value < 1 ? 4 : 2)}`;
}

function sayUnpriced(context: Context, { total, prices }: UsageReportJson): void {
  if (total.unpriced_tokens === 0) return;
  say(
    context,
    `${total.unpriced_tokens} tokens are of models without a known price; put it into prices.json of the home (shipped prices are of ${prices.date}).`,
  );
}
