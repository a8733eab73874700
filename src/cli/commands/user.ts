// `tasklane user …`: the people who use this Tasklane.
import type { UserJson } from '../../api/account-schemas.ts';
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { readSecret } from '../secret.ts';
import { table } from '../table.ts';

export interface CreateFlags extends OutputFlags {
  readonly email?: string;
  readonly admin?: boolean;
  readonly password?: boolean;
}

export async function createUser(context: Context, name: string, flags: CreateFlags): Promise<void> {
  const client = await openClient(context);
  const password = flags.password === true ? await readSecret(context, `Password for ${name}`) : undefined;
  const body = {
    name,
    role: flags.admin === true ? ('admin' as const) : ('member' as const),
    ...(flags.email !== undefined && { email: flags.email }),
    ...(password !== undefined && { password }),
  };
  const user = await client.call(endpoints.createUser, { body });
  if (wantsJson(flags)) return printJson(context, user);
  say(context, `tasklane: created user ${user.name} (${user.role})`);
  if (!user.has_password)
    say(context, `next: tasklane token create NAME --user ${name}, or tasklane user password ${name}`);
  if (user.role === 'member') say(context, `next: tasklane member add ${name} --project PROJECT`);
}

export async function listUsers(context: Context, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const users = await everyPage(
    (query) => client.call(endpoints.listUsers, { query }),
    (page) => page.users,
  );
  if (wantsJson(flags)) return printJson(context, { users });
  const rows = users.map((user) => [user.name, user.role, user.state, user.email ?? '', user.id]);
  print(context, table(['NAME', 'ROLE', 'STATE', 'EMAIL', 'ID'], rows, context.stdout.columns));
}

export async function showUser(context: Context, ref: string, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const user = await client.call(endpoints.showUser, { params: { user: ref } });
  if (wantsJson(flags)) return printJson(context, user);
  const facts = Object.entries(user).map(([key, value]) => [key, String(value ?? '-')]);
  print(context, facts.map(([key = '', value]) => `${key.padEnd(14)}${value}`).join('\n'));
}

export interface EditFlags extends OutputFlags {
  readonly role?: UserJson['role'];
  readonly email?: string;
}

export async function editUser(context: Context, ref: string, flags: EditFlags): Promise<void> {
  const { role, email } = flags;
  await edit(
    context,
    ref,
    { ...(role !== undefined && { role }), ...(email !== undefined && { email }) },
    flags,
  );
}

export async function suspendUser(context: Context, ref: string, flags: OutputFlags): Promise<void> {
  await edit(context, ref, { state: 'suspended' }, flags);
}

export async function resumeUser(context: Context, ref: string, flags: OutputFlags): Promise<void> {
  await edit(context, ref, { state: 'active' }, flags);
}

async function edit(
  context: Context,
  ref: string,
  body: { role?: UserJson['role']; email?: string; state?: UserJson['state'] },
  flags: OutputFlags,
): Promise<void> {
  const client = await openClient(context);
  const user = await client.call(endpoints.editUser, { params: { user: ref }, body });
  if (wantsJson(flags)) return printJson(context, user);
  say(context, `tasklane: user ${user.name} is ${user.state}, ${user.role}`);
}

export interface DeleteFlags {
  readonly yes?: boolean;
}

export async function deleteUser(context: Context, ref: string, flags: DeleteFlags): Promise<void> {
  const client = await openClient(context);
  if (flags.yes !== true) await confirm(context, `Delete user ${ref} with all their tokens?`);
  await client.call(endpoints.deleteUser, { params: { user: ref } });
  say(context, `tasklane: deleted user ${ref}; what they did stays`);
}

export interface PasswordFlags {
  readonly current?: boolean;
}

export async function setPassword(context: Context, ref: string, flags: PasswordFlags): Promise<void> {
  const client = await openClient(context);
  const current = flags.current === true ? await readSecret(context, 'Current password') : undefined;
  const password = await readSecret(context, `New password for ${ref}`);
  const body = { password, ...(current !== undefined && { current }) };
  await client.call(endpoints.setPassword, { params: { user: ref }, body });
  say(context, `tasklane: the password of ${ref} is set, and all sessions of ${ref} have ended`);
}
