// `tasklane token …`: what programs show to act for a person.
import type { TokenCreateJson, TokenJson } from '../../api/account-schemas.ts';
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import { isSameReader, print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { ago, parseSpan } from '../time.ts';

type Scope = NonNullable<TokenCreateJson['scopes']>[number];

export interface CreateFlags extends OutputFlags {
  readonly scope?: readonly Scope[];
  readonly project?: readonly string[];
  readonly expires?: string;
  readonly user?: string;
}

export async function createToken(context: Context, name: string, flags: CreateFlags): Promise<void> {
  const { expires, project, scope, user } = flags;
  const lifetime = expires === undefined ? undefined : parseSpan(expires, '--expires');
  const client = await openClient(context);
  const body = {
    name,
    ...(scope !== undefined && { scopes: [...scope] }),
    ...(project !== undefined && { projects: [...project] }),
    ...(lifetime !== undefined && { lifetime_ms: lifetime }),
    ...(user !== undefined && { user }),
  };
  const created = await client.call(endpoints.createToken, { body });
  if (wantsJson(flags)) return printJson(context, created);
  // Alone on standard output, so that a script can keep it.
  print(context, created.token);
  if (isSameReader(context)) say(context, 'Keep it now: it is not shown again.');
}

export interface ListFlags extends OutputFlags {
  readonly user?: string;
}

export async function listTokens(context: Context, flags: ListFlags): Promise<void> {
  const client = await openClient(context);
  const of = flags.user === undefined ? {} : { user: flags.user };
  const tokens = await everyPage(
    (query) => client.call(endpoints.listTokens, { query: { ...of, ...query } }),
    (page) => page.tokens,
  );
  if (wantsJson(flags)) return printJson(context, { tokens });
  if (tokens.length === 0) return say(context, 'No tokens yet. Create one with: tasklane token create NAME');
  const now = Date.now();
  const header = ['ID', 'KIND', 'STATE', 'LAST USED', 'SCOPES', 'NAME'];
  const rows = tokens.map((token) => [
    token.id,
    token.kind,
    stateOf(token, now),
    token.last_used_at === null ? 'never' : ago(token.last_used_at, now),
    token.scopes.join(','),
    token.name,
  ]);
  print(context, table(header, rows, context.stdout.columns));
}

function stateOf(token: TokenJson, now: number): string {
  if (token.revoked_at !== null) return 'revoked';
  return token.expires_at !== null && Date.parse(token.expires_at) <= now ? 'expired' : 'active';
}

export async function revokeToken(context: Context, id: string): Promise<void> {
  const client = await openClient(context);
  await client.call(endpoints.revokeToken, { params: { token: id } });
  say(context, `tasklane: revoked token ${id}`);
}
