// API tokens: made, listed and revoked. Nobody can make one that may do more, or lasts longer, than what they came with.
import { reachOf, withContained } from '../../domain/access.ts';
import type { Actor, Scope } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectId } from '../../domain/ids.ts';
import { tokenIdLength, tokenSecretLength } from '../../domain/token.ts';
import type { Token } from '../../domain/token.ts';
import type { User } from '../../domain/user.ts';
import { hashOf, randomText } from '../../lib/secrets.ts';
import type { AccountDeps } from './deps.ts';

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly projects: readonly ProjectId[] | null;
  /** Null: it does not expire. */
  readonly lifetimeMs: number | null;
}

export interface Issued {
  readonly token: Token;
  /** What its bearer shows. It is nowhere kept, so this is the only time that it can be told. */
  readonly text: string;
}

/** Throws `forbidden` for more than the actor's own token may. */
export async function createToken(
  deps: AccountDeps,
  actor: Actor,
  user: User,
  wanted: NewToken,
): Promise<Issued> {
  refuseMoreScopes(actor, wanted.scopes);
  refuseLongerLife(actor, expiryOf(deps, wanted));
  return issue(deps, user, 'api', { ...wanted, projects: narrowed(actor, wanted.projects) });
}

/** Makes a token without asking who may. */
export async function issue(
  deps: AccountDeps,
  user: Pick<User, 'id'>,
  kind: Token['kind'],
  wanted: NewToken,
): Promise<Issued> {
  const { name, scopes, projects } = wanted;
  const secret = randomText(tokenSecretLength);
  const token: Token = {
    name,
    scopes,
    projects,
    id: randomText(tokenIdLength),
    userId: user.id,
    kind,
    hash: hashOf(secret),
    createdAt: deps.now(),
    expiresAt: expiryOf(deps, wanted),
    lastUsedAt: null,
    revokedAt: null,
  };
  await deps.store.tokens.insert(token);
  return { token, text: `${token.id}-${secret}` };
}

function expiryOf(deps: AccountDeps, { lifetimeMs }: NewToken): number | null {
  return lifetimeMs === null ? null : deps.now() + lifetimeMs;
}

function refuseMoreScopes(actor: Actor, wanted: readonly Scope[]): void {
  const missing = withContained(wanted).filter((scope) => !actor.scopes.includes(scope));
  if (missing.length === 0) return;
  throw new AppError('forbidden', `Your own token lacks the scope ${missing.join(', ')}.`, {
    next: 'Ask for less, or use a token that has it.',
    details: { scopes: missing },
  });
}

// A token of a project stays one: what is made with it cannot reach further.
function narrowed(actor: Actor, wanted: readonly ProjectId[] | null): readonly ProjectId[] | null {
  if (wanted === null) return actor.projects;
  const reach = reachOf(actor);
  return reach === null ? wanted : wanted.filter((project) => reach.includes(project));
}

// A session is how a person makes tokens for programs, which outlive it; a token must not make its own successor.
function refuseLongerLife(actor: Actor, expiresAt: number | null): void {
  if (actor.via !== 'api' || actor.expiresAt === null) return;
  if (expiresAt !== null && expiresAt <= actor.expiresAt) return;
  const until = new Date(actor.expiresAt).toISOString();
  throw new AppError('forbidden', `Your own token expires at ${until}; a new one cannot outlive it.`, {
    next: 'Give it an earlier end, or sign in and create it there.',
    details: { expires_at: until },
  });
}
