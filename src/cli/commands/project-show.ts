// `tasklane project show`.
import { AppError } from '../../api/errors.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { sayWarnings } from '../say-warnings.ts';

export async function showProject(
  context: Context,
  ref: string | undefined,
  flags: OutputFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, ref);
  if (project === null)
    throw new AppError('not_found', `${context.cwd} is in no project.`, {
      next: 'Name one (see `tasklane project list`), or add this repository with `tasklane project add`.',
    });
  if (wantsJson(flags)) return printJson(context, project);
  const facts = [
    ['name', project.name],
    ['id', project.id],
    ['home', project.is_here ? `${project.home} (this one)` : project.home],
    ['repository', project.root],
    ['branch', project.branch],
    ['trusted', project.trusted ? 'yes' : 'no'],
    ['added', project.created_at],
  ] as const;
  print(context, facts.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n'));
  sayWarnings(context, project);
}
