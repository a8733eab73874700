// `tasklane member …`: who belongs to a project, and as what.
import type { MemberJson } from '../../api/account-schemas.ts';
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import { AppError } from '../../api/errors.ts';
import type { ProjectJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { table } from '../table.ts';

export interface MemberFlags extends OutputFlags {
  readonly project?: string;
}

export async function listMembers(context: Context, flags: MemberFlags): Promise<void> {
  const { client, project } = await place(context, flags);
  const members = await everyPage(
    (query) => client.call(endpoints.listMembers, { params: { project: project.id }, query }),
    (page) => page.members,
  );
  if (wantsJson(flags)) return printJson(context, { members });
  if (members.length === 0)
    return say(
      context,
      `Only admins can see project ${project.name}. Add somebody with: tasklane member add`,
    );
  const rows = members.map((member) => [member.user, member.role]);
  print(context, table(['USER', 'ROLE'], rows, context.stdout.columns));
}

export interface AddFlags extends MemberFlags {
  readonly role?: MemberJson['role'];
}

export async function addMember(context: Context, user: string, flags: AddFlags): Promise<void> {
  const { client, project } = await place(context, flags);
  const body = { user, role: flags.role ?? ('member' as const) };
  const member = await client.call(endpoints.putMember, { params: { project: project.id }, body });
  if (wantsJson(flags)) return printJson(context, member);
  say(context, `tasklane: ${member.user} is ${member.role} of project ${project.name}`);
}

export async function removeMember(context: Context, user: string, flags: MemberFlags): Promise<void> {
  const { client, project } = await place(context, flags);
  await client.call(endpoints.removeMember, { params: { project: project.id, user } });
  say(context, `tasklane: ${user} is no longer in project ${project.name}`);
}

async function place(
  context: Context,
  flags: MemberFlags,
): Promise<{ readonly client: Client; readonly project: ProjectJson }> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  if (project !== null) return { client, project };
  throw new AppError('not_found', 'This folder is in no project.', { next: 'Name one with --project.' });
}
