// `tasklane trash list`: what can be had back, and what it takes on disk.
import { endpoints } from '../../api/endpoints.ts';
import type { Client } from '../../api/client.ts';
import { AppError } from '../../api/errors.ts';
import type { ProjectJson } from '../../api/schemas.ts';
import { inBytes } from '../bytes.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { trashTables } from '../trash-lines.ts';

export interface TrashFlags extends OutputFlags, ProjectFlags {}

export async function listTrash(context: Context, flags: TrashFlags): Promise<void> {
  const client = await openClient(context);
  const project = await trashProject(context, client, flags);
  const trash = await client.call(endpoints.listTrash, { params: { project: project.id }, timeoutMs: 0 });
  if (wantsJson(flags)) return printJson(context, trash);
  if (trash.entries.length + trash.orphans.length === 0)
    return say(context, `The trash of ${project.name} is empty.`);
  print(context, trashTables(trash, { now: Date.now(), columns: context.stdout.columns }));
  const most = trash.max_bytes === null ? '' : ` of at most ${inBytes(trash.max_bytes)}`;
  say(context, `${inBytes(trash.bytes)}${most}; kept for ${trash.keep_days} days`);
}

/** Throws `not_found` in a folder that belongs to none. */
export async function trashProject(
  context: Context,
  client: Client,
  flags: ProjectFlags,
): Promise<ProjectJson> {
  const project = await findProject(context, client, flags.project);
  if (project !== null) return project;
  throw new AppError('not_found', `${context.cwd} is in no project.`, {
    next: 'Name one with --project NAME; `tasklane project list` shows them.',
  });
}
