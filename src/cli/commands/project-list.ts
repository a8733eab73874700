// `tasklane project list`.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';

export interface ProjectListFlags extends OutputFlags {
  readonly quiet?: boolean;
}

export async function listProjects(context: Context, flags: ProjectListFlags): Promise<void> {
  const client = await openClient(context);
  const list = await client.call(endpoints.listProjects);
  if (wantsJson(flags)) return printJson(context, list);
  if (list.projects.length === 0)
    return say(context, 'No projects yet. Add one with: tasklane project add DIR');
  if (flags.quiet === true) return print(context, list.projects.map((project) => project.id).join('\n'));
  const rows = list.projects.map((project) => [
    project.name,
    project.branch,
    project.trusted ? 'yes' : 'no',
    project.root,
  ]);
  print(context, table(['NAME', 'BRANCH', 'TRUSTED', 'REPOSITORY'], rows, context.stdout.columns));
}
