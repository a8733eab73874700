// `tasklane project list`.
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { allProjects } from '../find-project.ts';
import { table } from '../table.ts';

export interface ProjectListFlags extends OutputFlags {
  readonly quiet?: boolean;
}

export async function listProjects(context: Context, flags: ProjectListFlags): Promise<void> {
  const client = await openClient(context);
  const projects = await allProjects(client);
  if (wantsJson(flags)) return printJson(context, { projects });
  if (projects.length === 0) return say(context, 'No projects yet. Add one with: tasklane project add DIR');
  if (flags.quiet === true) return print(context, projects.map((project) => project.id).join('\n'));
  const isShared = projects.some((project) => !project.is_here);
  const rows = projects.map((project) => [
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
