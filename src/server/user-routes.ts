// Routes of people, of who belongs to a project, and of the audit log.
import * as schemas from '../api/account-schemas.ts';
import type { AuditEntryJson } from '../api/account-schemas.ts';
import { endpoints } from '../api/endpoints.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { userJson } from './present-account.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const defaultPage = 100;

export function userRoutes(app: App, engine: Engine): void {
  const { accounts } = engine;
  route(app, engine, endpoints.listUsers, {}, async () => ({
    users: (await accounts.users()).map(userJson),
  }));
  route(
    app,
    engine,
    endpoints.createUser,
    { body: schemas.userCreate, status: 201 },
    async ({ body, access }) => {
      const user = await accounts.createUser(body);
      access.resource = `user ${user.name}`;
      return userJson(user);
    },
  );
  route(app, engine, endpoints.showUser, {}, async ({ param, actor }) =>
    userJson(await accounts.user(param('user'), actor)),
  );
  route(
    app,
    engine,
    endpoints.editUser,
    { body: schemas.userEdit },
    async ({ body, param, actor, access }) => {
      const user = await accounts.user(param('user'), actor);
      access.resource = `user ${user.name}`;
      return userJson(await accounts.editUser(user, body));
    },
  );
  route(app, engine, endpoints.deleteUser, {}, async ({ param, actor, access }) => {
    const user = await accounts.user(param('user'), actor);
    access.resource = `user ${user.name}`;
    await accounts.removeUser(actor, user);
    return undefined;
  });
  route(app, engine, endpoints.setPassword, { body: schemas.passwordSet }, async (call) => {
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
  route(app, engine, endpoints.listMembers, {}, async ({ param, access }) => {
    const { project } = await access.project(param('project'));
    const members = await accounts.members(project);
    return { members: members.map(({ user, role }) => ({ user: user.name, role })) };
  });
  route(app, engine, endpoints.putMember, { body: schemas.memberPut }, async ({ body, param, access }) => {
    const { project } = await access.project(param('project'));
    const { user, role } = await accounts.putMember(project, body.user, body.role);
    access.resource = `project ${project.name}, user ${user.name}`;
    return { user: user.name, role };
  });
  route(app, engine, endpoints.removeMember, {}, async ({ param, access }) => {
    const { project } = await access.project(param('project'));
    access.resource = `project ${project.name}, user ${param('user')}`;
    await accounts.removeMember(project, param('user'));
    return undefined;
  });
}

function auditRoute(app: App, engine: Engine): void {
  route(app, engine, endpoints.audit, { query: schemas.auditQuery }, async ({ query }) => {
    const limit = query.limit ?? defaultPage;
    const found = await engine.accounts.auditLog({
      limit: limit + 1,
      ...(query.cursor !== undefined && { before: query.cursor }),
      ...(query.user !== undefined && { actor: query.user }),
      ...(query.action !== undefined && { action: query.action }),
    });
    const page = found.slice(0, limit);
    return {
      entries: page.map(entryJson),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

function entryJson({ at, tokenId, ...same }: AuditEntry): AuditEntryJson {
  return { ...same, at: time(at), token: tokenId };
}
