// The part of the table of commands that is about people: who one is, users, tokens, members, and the audit log.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { AuditFlags } from './commands/audit.ts';
import type { LoginFlags } from './commands/login.ts';
import type * as m from './commands/member.ts';
import type * as t from './commands/token.ts';
import type * as u from './commands/user.ts';
import type { Context, OutputFlags } from './context.ts';
import { append, positive, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

const scopes = ['read', 'claim', 'write', 'apply', 'admin'];
const projectRoles = ['viewer', 'member', 'owner'];

export function addAccountCommands(root: Command, context: Context, start: Start): void {
  addSession(root, context, start);
  addUsers(root, context, start);
  addMembers(root, context, start);
  addTokens(root, context, start);
  withOutput(root.command('audit'))
    .description('who did what, and what was refused to whom')
    .option('--user <name>', 'only what this person did')
    .option('--action <action>', 'only this, for example task.apply')
    .option('--limit <number>', 'how many of the newest (default: 50)', positive)
    .action((flags: AuditFlags) =>
      start(async () => (await import('./commands/audit.ts')).audit(context, flags)),
    );
}

function addSession(root: Command, context: Context, start: Start): void {
  withOutput(root.command('login'))
    .description('sign in to a daemon elsewhere; commands go there from then on')
    .argument('<url>', 'for example https://tasks.example.com')
    .option('--user <name>', 'your name there (default: $USER); the password is asked for')
    .addHelpText('after', '\nWith --token TOKEN no password is needed: it is kept, readable by you alone.')
    .action((url: string, flags: LoginFlags) =>
      start(async () => (await import('./commands/login.ts')).login(context, url, flags)),
    );
  root
    .command('logout')
    .description('end that session; commands are for the daemon of this machine again')
    .action(() => start(async () => (await import('./commands/logout.ts')).logout(context)));
  withOutput(root.command('whoami'))
    .description('who you are, where, and what your token may do')
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/whoami.ts')).whoAmI(context, flags)),
    );
  withOutput(root.command('open').alias('login-link'))
    .description('print an address that opens the web page signed in, once, within a minute')
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/open.ts')).openPage(context, flags)),
    );
}

function addUsers(root: Command, context: Context, start: Start): void {
  const user = root.command('user').alias('users').description('the people who use this Tasklane');
  withOutput(user.command('create'))
    .description('add a person')
    .argument('<name>', 'lower case and hyphens')
    .option('--email <address>', 'where they are reached')
    .option('--admin', 'they may do everything, everywhere')
    .option('--password', 'ask for a password (or read the first line of standard input)')
    .action((name: string, flags: u.CreateFlags) =>
      start(async () => (await import('./commands/user.ts')).createUser(context, name, flags)),
    );
  withOutput(user.command('list').alias('ls'))
    .description('list the people')
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/user.ts')).listUsers(context, flags)),
    );
  withOutput(user.command('show'))
    .description('show one person')
    .argument('[name]', 'name or id', 'me')
    .action((name: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/user.ts')).showUser(context, name, flags)),
    );
  withOutput(user.command('edit'))
    .description('change somebody’s role or address')
    .argument('<name>', 'name or id')
    .addOption(new Option('--role <role>', 'their role').choices(['admin', 'member']))
    .option('--email <address>', 'where they are reached')
    .action((name: string, flags: u.EditFlags) =>
      start(async () => (await import('./commands/user.ts')).editUser(context, name, flags)),
    );
  addUserStates(user, context, start);
}

function addUserStates(user: Command, context: Context, start: Start): void {
  withOutput(user.command('suspend'))
    .description('keep somebody out, with all their tokens, until you let them in again')
    .argument('<name>', 'name or id')
    .action((name: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/user.ts')).suspendUser(context, name, flags)),
    );
  withOutput(user.command('resume'))
    .description('let them in again')
    .argument('<name>', 'name or id')
    .action((name: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/user.ts')).resumeUser(context, name, flags)),
    );
  user
    .command('delete')
    .alias('rm')
    .description('remove a person with their tokens; what they did stays')
    .argument('<name>', 'name or id')
    .option('-y, --yes', 'do not ask')
    .action((name: string, flags: u.DeleteFlags) =>
      start(async () => (await import('./commands/user.ts')).deleteUser(context, name, flags)),
    );
  user
    .command('password')
    .description('set a password (asked for, or the first line of standard input); ends their sessions')
    .argument('[name]', 'name or id', 'me')
    .option('--current', 'ask for the current one first: needed for your own from elsewhere')
    .action((name: string, flags: u.PasswordFlags) =>
      start(async () => (await import('./commands/user.ts')).setPassword(context, name, flags)),
    );
}

function addMembers(root: Command, context: Context, start: Start): void {
  const member = root.command('member').alias('members').description('who belongs to a project');
  withOutput(member.command('list').alias('ls'))
    .description('list them')
    .addOption(projectOption())
    .action((flags: m.MemberFlags) =>
      start(async () => (await import('./commands/member.ts')).listMembers(context, flags)),
    );
  withOutput(member.command('add'))
    .description('add somebody, or change their role')
    .argument('<user>', 'name or id')
    .addOption(projectOption())
    .addOption(new Option('--role <role>', 'what they are (default: member)').choices(projectRoles))
    .action((name: string, flags: m.AddFlags) =>
      start(async () => (await import('./commands/member.ts')).addMember(context, name, flags)),
    );
  withOutput(member.command('remove').alias('rm'))
    .description('take somebody out')
    .argument('<user>', 'name or id')
    .addOption(projectOption())
    .action((name: string, flags: m.MemberFlags) =>
      start(async () => (await import('./commands/member.ts')).removeMember(context, name, flags)),
    );
}

function addTokens(root: Command, context: Context, start: Start): void {
  const token = root.command('token').alias('tokens').description('what programs show to act for a person');
  withOutput(token.command('create'))
    .description('create one; it is shown once')
    .argument('<name>', 'what it is for')
    .addOption(
      new Option('--scope <scope...>', 'what it may (default: read, write and apply)').choices(scopes),
    )
    .option('-p, --project <project>', 'only for this one; may be given several times', append)
    .option('--expires <span>', 'for how long it works: 12h, 30d')
    .option('--user <name>', 'for somebody else, as an admin')
    .action((name: string, flags: t.CreateFlags) =>
      start(async () => (await import('./commands/token.ts')).createToken(context, name, flags)),
    );
  withOutput(token.command('list').alias('ls'))
    .description('list yours')
    .option('--user <name>', 'those of somebody else, as an admin')
    .action((flags: t.ListFlags) =>
      start(async () => (await import('./commands/token.ts')).listTokens(context, flags)),
    );
  token
    .command('revoke')
    .alias('rm')
    .description('make one worthless')
    .argument('<id>', 'as `tasklane token list` shows it')
    .action((id: string) =>
      start(async () => (await import('./commands/token.ts')).revokeToken(context, id)),
    );
}
