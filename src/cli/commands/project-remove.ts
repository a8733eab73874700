// `tasklane project remove`.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import { confirm } from '../confirm.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';

export interface RemoveFlags extends OutputFlags {
  readonly yes?: boolean;
}

export async function removeProject(context: Context, ref: string, flags: RemoveFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, ref);
  if (project === null)
    throw new AppError('not_found', `${ref} is in no project.`, { next: 'See `tasklane project list`.' });
  if (flags.yes !== true)
    await confirm(
      context,
      `Forget project ${project.name} (${project.root}) with all its tasks and their logs?`,
    );
  await client.call(endpoints.removeProject, { params: { project: project.id } });
  if (wantsJson(flags)) printJson(context, project);
  else say(context, `tasklane: removed project ${project.name}; ${project.root} is as it was`);
}
