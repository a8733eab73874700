// Routes of tokens, and of who one is.
import { contract } from '../api/contract.ts';
import type { Scope } from '../domain/access.ts';
import type { ProjectId } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import type { Access } from './access.ts';
import { pageOf } from './cursor.ts';
import { tokenJson, userJson } from './present-account.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

/** What a token may do unless it is said: all of a day's work, and nothing about people. */
const defaultScopes: readonly Scope[] = ['read', 'write', 'apply'];

export function tokenRoutes(app: App, engine: Engine): void {
  const { accounts } = engine;
  route(app, engine, contract.whoAmI, async ({ actor }) => {
    const user = await accounts.user('me', actor);
    const token = actor.tokenId === null ? undefined : await accounts.token(actor.tokenId);
    return {
      user: userJson(user),
      token: token === undefined ? null : tokenJson(token, user),
      scopes: [...actor.scopes],
      memberships: [...actor.memberships].map(([project, role]) => ({ project, role })),
    };
  });
  route(app, engine, contract.listTokens, async ({ query, actor }) => {
    const user = await accounts.user(query.user ?? 'me', actor);
    const found = await accounts.tokens(user);
    const { items, next_cursor } = pageOf('tokens', found, (token) => token.id, query);
    return { tokens: items.map((token) => tokenJson(token, user)), next_cursor };
  });
  route(app, engine, contract.createToken, async (call) => {
    const { actor, body, access } = call;
    const user = await accounts.user(body.user ?? 'me', actor);
    if (user.id !== actor.userId) access.need('user.edit', null);
    const { token, text } = await accounts.createToken(actor, user, {
      name: body.name,
      scopes: body.scopes ?? defaultScopes.filter((scope) => actor.scopes.includes(scope)),
      projects: await projectsOf(engine, access, body.projects),
      lifetimeMs: body.lifetime_ms ?? null,
    });
    access.resource = `token ${token.id}`;
    return { ...tokenJson(token, user), token: text };
  });
  route(app, engine, contract.revokeToken, async ({ actor, access, param }) => {
    const token = await accounts.tokenFor(actor, param('token'));
    access.resource = `token ${token.id}`;
    if (token.userId !== actor.userId) access.need('user.edit', null);
    await accounts.revokeToken(token);
    return undefined;
  });
}

async function projectsOf(
  engine: Engine,
  access: Access,
  refs: readonly string[] | undefined,
): Promise<readonly ProjectId[] | null> {
  if (refs === undefined) return null;
  const found = await Promise.all(refs.map(async (ref) => engine.project(ref, access.reach)));
  return found.map(({ project }) => project.id);
}
