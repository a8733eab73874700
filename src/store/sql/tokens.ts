// Tokens. A request costs one look-up here, so all that it needs to know of its bearer is read in one transaction.
import { AppError } from '../../domain/errors.ts';
import type { Token } from '../../domain/token.ts';
import type { Bearer, Tokens } from '../identity.ts';
import { allocate } from './counters.ts';
import { decodeToken, encodeToken } from './identity-rows.ts';
import { firstUser, membershipsOf } from './users.ts';
import type { Session, Tx } from './session.ts';

export function tokens(session: Session): Tokens {
  return {
    insert: (token) =>
      session.write(async (tx) => {
        const ordinal = await allocate(tx, 'token', 1);
        await tx.db
          .insertInto('tokens')
          .values({ ...encodeToken(token), ordinal })
          .execute();
      }),
    get: (id) => session.read((tx) => get(tx, id)),
    bearer: (id) => session.read((tx) => bearer(tx, id)),
    list: (userId) =>
      session.read(async (tx) => {
        const all = tx.db.selectFrom('tokens').selectAll().orderBy('ordinal', 'desc');
        const rows = await (userId === undefined ? all : all.where('user_id', '=', userId)).execute();
        return rows.map(decodeToken);
      }),
    revoke: (id, at) => session.write((tx) => revoke(tx, id, at)),
    revokeAll: (userId, at, kind) =>
      session.write(async (tx) => {
        const all = tx.db
          .updateTable('tokens')
          .set({ revoked_at: at })
          .where('user_id', '=', userId)
          .where('revoked_at', 'is', null);
        await (kind === undefined ? all : all.where('kind', '=', kind)).execute();
      }),
    used: (id, at) =>
      session.write(async (tx) => {
        await tx.db.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute();
      }),
  };
}

async function get(tx: Tx, id: string): Promise<Token | undefined> {
  const row = await tx.db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeToken(row);
}

async function bearer(tx: Tx, id: string): Promise<Bearer | undefined> {
  const token = await get(tx, id);
  if (token === undefined) return undefined;
  const user = await firstUser(tx, 'id', token.userId);
  if (user === undefined) return undefined;
  return { token, user, memberships: await membershipsOf(tx, user.id) };
}

async function revoke(tx: Tx, id: string, at: number): Promise<Token> {
  const token = await get(tx, id);
  if (token === undefined)
    throw new AppError('not_found', `There is no token ${id}.`, {
      next: 'List them with `tasklane token list`.',
      details: { token: id },
    });
  if (token.revokedAt !== null) return token;
  await tx.db.updateTable('tokens').set({ revoked_at: at }).where('id', '=', id).execute();
  return { ...token, revokedAt: at };
}
