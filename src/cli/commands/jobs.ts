// `tasklane jobs`: all that goes on in the background now.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { table } from '../table.ts';
import { oneLine } from '../text.ts';
import { clock } from '../time.ts';

export interface JobsFlags extends OutputFlags, ProjectFlags {}

export async function jobs(context: Context, flags: JobsFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.project === undefined ? null : await findProject(context, client, flags.project);
  const found = await client.call(endpoints.jobs, { query: project === null ? {} : { project: project.id } });
  if (wantsJson(flags)) return printJson(context, found);
  if (found.jobs.length === 0) return say(context, 'Nothing goes on in the background.');
  const at = Date.parse(found.at);
  const rows = found.jobs.map((job) => [
    job.kind,
    job.state,
    job.step,
    job.agent ?? '',
    clock(at - Date.parse(job.since)),
    job.project_name,
    oneLine(job.title),
  ]);
  const header = ['JOB', 'STATE', 'STEP', 'AGENT', 'FOR', 'PROJECT', 'TITLE'];
  print(context, table(header, rows, context.stdout.columns));
}
