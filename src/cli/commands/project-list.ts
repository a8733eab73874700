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
  const isShared = list.projects.some((project) => !project.is_here);
  const rows = list.projects.map((project) => [
    project.name,
    project.branch,
    project.trusted ? 'yes' : 'no',
    ...(isShared ? [project.is_here ? 'this one' : project.home] : []),
    project.root,
  ]);
  const home = isShared ? ['HOME'] : [];
  const header = ['NAME', 'BRANCH', 'TRUSTED', ...home, 'REPOSITORY'];
  print(context, table(header, rows, context.stdout.columns));
}
