// `tasklane queue conflicts`: which work does not go together, with the files and the lines, before anybody applies it.
import { endpoints } from '../../api/endpoints.ts';
import { conflictText } from '../conflict-lines.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { styleFor } from '../style.ts';

export interface ConflictFlags extends OutputFlags, ProjectFlags {
  readonly all?: boolean;
}

export async function showConflicts(
  context: Context,
  ref: string | undefined,
  flags: ConflictFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = flags.all === true ? null : await findProject(context, client, flags.project);
  const conflicts = await client.call(endpoints.queueConflicts, {
    query: { ...(project !== null && { project: project.id }), ...(ref !== undefined && { task: ref }) },
    timeoutMs: 0,
  });
  if (wantsJson(flags)) printJson(context, conflicts);
  else
    print(
      context,
      conflictText(conflicts, {
        withProject: project === null,
        style: styleFor(context.stdout, context.env),
      }),
    );
}
