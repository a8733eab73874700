// People, and the projects that they belong to.
import { AppError } from '../../domain/errors.ts';
import type { ProjectRole } from '../../domain/access.ts';
import type { ProjectId, UserId } from '../../domain/ids.ts';
import type { User } from '../../domain/user.ts';
import type { Members, Users } from '../identity.ts';
import { decodeMember, decodeUser, encodeUser } from './identity-rows.ts';
import type { UserRow } from './identity-rows.ts';
import type { Session, Tx } from './session.ts';

export function users(session: Session): Users {
  return {
    insert: (user) =>
      session.write(async (tx) => {
        await refuseTaken(tx, user);
        await tx.db.insertInto('users').values(encodeUser(user)).execute();
      }),
    get: (id) => session.read((tx) => firstUser(tx, 'id', id)),
    find: (ref) => session.read(async (tx) => (await firstUser(tx, 'id', ref)) ?? firstUser(tx, 'name', ref)),
    bySubject: (subject) => session.read((tx) => firstUser(tx, 'subject', subject)),
    list: () =>
      session.read(async (tx) => {
        const rows = await tx.db.selectFrom('users').selectAll().orderBy('name').execute();
        return rows.map(decodeUser);
      }),
    update: (id, patch) =>
      session.write(async (tx) => {
        const before = await firstUser(tx, 'id', id);
        if (before === undefined) throw noUser(id);
        const after = { ...before, ...patch };
        await tx.db.updateTable('users').set(encodeUser(after)).where('id', '=', id).execute();
        return after;
      }),
    remove: (id) =>
      session.write(async (tx) => {
        // Tokens and memberships go by `on delete cascade`.
        const { numDeletedRows } = await tx.db.deleteFrom('users').where('id', '=', id).executeTakeFirst();
        if (numDeletedRows === 0n) throw noUser(id);
      }),
  };
}

export function members(session: Session): Members {
  return {
    put: ({ projectId, userId, role }) =>
      session.write(async (tx) => {
        const row = { project_id: projectId, user_id: userId, role };
        await tx.db
          .insertInto('members')
          .values(row)
          .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ role }))
          .execute();
      }),
    remove: (projectId, userId) =>
      session.write(async (tx) => {
        const { numDeletedRows } = await tx.db
          .deleteFrom('members')
          .where('project_id', '=', projectId)
          .where('user_id', '=', userId)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    ofProject: (projectId) =>
      session.read(async (tx) => {
        const rows = await tx.db
          .selectFrom('members')
          .selectAll()
          .where('project_id', '=', projectId)
          .orderBy('user_id')
          .execute();
        return rows.map(decodeMember);
      }),
    ofUser: (userId) => session.read((tx) => membershipsOf(tx, userId)),
  };
}

export async function membershipsOf(tx: Tx, userId: UserId): Promise<ReadonlyMap<ProjectId, ProjectRole>> {
  const rows = await tx.db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('project_id')
    .execute();
  return new Map(rows.map(decodeMember).map((one) => [one.projectId, one.role]));
}

type Key = keyof Pick<UserRow, 'id' | 'name' | 'subject'>;

export async function firstUser(tx: Tx, key: Key, value: string): Promise<User | undefined> {
  const row = await tx.db.selectFrom('users').selectAll().where(key, '=', value).executeTakeFirst();
  return row && decodeUser(row);
}

function noUser(id: UserId): AppError {
  return new AppError('not_found', `There is no user ${id}.`, {
    next: 'List them with `tasklane user list`.',
    details: { user: id },
  });
}

async function refuseTaken(tx: Tx, user: User): Promise<void> {
  const named = await firstUser(tx, 'name', user.name);
  if (named !== undefined)
    throw new AppError('already_exists', `A user is already named “${user.name}”.`, {
      next: 'Choose another name.',
      details: { user: named.id, name: user.name },
    });
  const known = user.subject === null ? undefined : await firstUser(tx, 'subject', user.subject);
  if (known !== undefined)
    throw new AppError('already_exists', `User “${known.name}” is ${user.subject} already.`, {
      details: { user: known.id },
    });
}
