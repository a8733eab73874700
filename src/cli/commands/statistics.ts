// `tasklane statistics`: what became of the work of agents, how long it took, and how long it had waited.
import { endpoints } from '../../api/endpoints.ts';
import type { RunSumsJson, StatisticsJson } from '../../api/statistics-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { table } from '../table.ts';
import { span } from '../time.ts';

export interface StatisticsFlags extends OutputFlags, ProjectFlags {
  readonly by?: 'agent' | 'day';
  readonly from?: string;
  readonly to?: string;
}

export async function statistics(context: Context, flags: StatisticsFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.project === undefined ? null : await findProject(context, client, flags.project);
  const found = await client.call(endpoints.statistics, {
    query: {
      ...(flags.from !== undefined && { from: flags.from }),
      ...(flags.to !== undefined && { to: flags.to }),
      ...(project !== null && { project: project.id }),
    },
  });
  if (wantsJson(flags)) return printJson(context, found);
  if (found.total.runs === 0)
    return say(context, `No agent was set to work from ${found.from} to ${found.to}.`);
  show(context, found, flags.by ?? 'agent');
}

const columns = ['RUNS', 'SUCCEEDED', 'FAILED', 'DISMISSED', 'AGAIN', 'TOOK', 'P90', 'WAITED', 'P90'];

function show(context: Context, found: StatisticsJson, by: 'agent' | 'day'): void {
  const groups = by === 'agent' ? found.agents : found.days;
  const rows = groups.map((group) => row(group.key, group));
  const header = [by.toUpperCase(), ...columns];
  print(context, table(header, [...rows, row('total', found.total)], context.stdout.columns));
  if (found.is_cut)
    say(context, 'There were more runs; only the newest 10,000 are counted. Ask for fewer days.');
}

function row(key: string, { runs, outcomes, worked, waited }: RunSumsJson): readonly string[] {
  const counts = [runs, outcomes.succeeded, outcomes.failed, outcomes.dismissed, outcomes.again].map(String);
  return [key, ...counts, ...times(worked), ...times(waited)];
}

function times(spread: RunSumsJson['worked']): readonly string[] {
  return spread === null ? ['', ''] : [span(spread.median), span(spread.p90)];
}
