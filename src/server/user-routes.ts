// Routes of people, of who belongs to a project, and of the audit log.
import type { AuditEntryJson } from '../api/account-schemas.ts';
import { contract } from '../api/contract.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { cursorOf, hasText, pageOf, readNumbers } from './cursor.ts';
import { userJson } from './present-account.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const defaultPage = 100;

export function userRoutes(app: App, engine: Engine): void {
  const { accounts } = engine;
  route(app, engine, contract.listUsers, async ({ query }) => {
    const found = (await accounts.users()).filter(({ name, email }) => hasText([name, email ?? ''], query.q));
    const { items, next_cursor } = pageOf('users', found, (user) => user.id, query);
    return { users: items.map(userJson), next_cursor };
  });
  route(app, engine, contract.createUser, async ({ body, access }) => {
    const user = await accounts.createUser(body);
    access.resource = `user ${user.name}`;
    return userJson(user);
  });
  route(app, engine, contract.showUser, async ({ param, actor }) =>
    userJson(await accounts.user(param('user'), actor)),
  );
  route(app, engine, contract.editUser, async ({ body, param, actor, access }) => {
    const user = await accounts.user(param('user'), actor);
    access.resource = `user ${user.name}`;
    return userJson(await accounts.editUser(user, body));
  });
  route(app, engine, contract.deleteUser, async ({ param, actor, access }) => {
    const user = await accounts.user(param('user'), actor);
    access.resource = `user ${user.name}`;
    await accounts.removeUser(actor, user);
    return undefined;
  });
  route(app, engine, contract.setPassword, async (call) => {
    const { actor, access } = call;
    const user = await accounts.user(call.param('user'), actor);
    access.resource = `user ${user.name}`;
    if (user.id !== actor.userId) access.need('user.edit', null);
    // With a password comes a session that may all that its person may: more than a token.
    else if (actor.via === 'api')
      throw new AppError('forbidden', 'A password is not set with an API token.', {
        next: 'Sign in first, or ask an admin.',
      });
    await accounts.setPassword(actor, user, call.body);
    return undefined;
  });
  memberRoutes(app, engine);
  auditRoute(app, engine);
}

function memberRoutes(app: App, engine: Engine): void {
  const { accounts } = engine;
  route(app, engine, contract.listMembers, async ({ param, access, query }) => {
    const { project } = await access.project(param('project'));
    const members = await accounts.members(project);
    const { items, next_cursor } = pageOf('members', members, ({ user }) => user.id, query);
    return { members: items.map(({ user, role }) => ({ user: user.name, role })), next_cursor };
  });
  route(app, engine, contract.putMember, async ({ body, param, access }) => {
    const { project } = await access.project(param('project'));
    const { user, role } = await accounts.putMember(project, body.user, body.role);
    access.resource = `project ${project.name}, user ${user.name}`;
    return { user: user.name, role };
  });
  route(app, engine, contract.removeMember, async ({ param, access }) => {
    const { project } = await access.project(param('project'));
    access.resource = `project ${project.name}, user ${param('user')}`;
    await accounts.removeMember(project, param('user'));
    return undefined;
  });
}

function auditRoute(app: App, engine: Engine): void {
  route(app, engine, contract.audit, async ({ query }) => {
    const limit = query.limit ?? defaultPage;
    const [before] = query.cursor === undefined ? [] : readNumbers('audit', query.cursor);
    const found = await engine.accounts.auditLog({
      limit: limit + 1,
      ...(before !== undefined && { before }),
      ...(query.user !== undefined && { actor: query.user }),
      ...(query.action !== undefined && { action: query.action }),
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const hasMore = last !== undefined && found.length > limit;
    return { entries: page.map(entryJson), next_cursor: hasMore ? cursorOf('audit', last.id) : null };
  });
}

function entryJson({ at, tokenId, ...same }: AuditEntry): AuditEntryJson {
  return { ...same, at: time(at), token: tokenId };
}
