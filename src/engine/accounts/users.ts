// What admins do with people.
import type { Actor, SiteRole } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import { userId } from '../../domain/ids.ts';
import { isHomeOwner } from '../../domain/user.ts';
import type { User } from '../../domain/user.ts';
import { hashPassword, isPassword } from '../../lib/password.ts';
import type { AccountDeps } from './deps.ts';

export interface NewUser {
  readonly name: string;
  readonly email?: string | undefined;
  readonly role?: SiteRole | undefined;
  readonly password?: string | undefined;
  readonly subject?: string;
}

export async function createUser(deps: AccountDeps, wanted: NewUser): Promise<User> {
  const user: User = {
    id: userId(deps.newId()),
    name: wanted.name,
    email: wanted.email ?? null,
    role: wanted.role ?? 'member',
    state: 'active',
    subject: wanted.subject ?? null,
    password: wanted.password === undefined ? null : await hashPassword(wanted.password),
    createdAt: deps.now(),
  };
  await deps.store.users.insert(user);
  return user;
}

export interface UserPatch {
  readonly email?: string | null | undefined;
  readonly role?: SiteRole | undefined;
  readonly state?: User['state'] | undefined;
}

export async function editUser(deps: AccountDeps, user: User, patch: UserPatch): Promise<User> {
  const losesPower = patch.state === 'suspended' || patch.role === 'member';
  if (losesPower) refuseHomeOwner(user, 'is always an active admin');
  return deps.store.users.update(user.id, {
    ...(patch.email !== undefined && { email: patch.email }),
    ...(patch.role !== undefined && { role: patch.role }),
    ...(patch.state !== undefined && { state: patch.state }),
  });
}

export async function removeUser(deps: AccountDeps, actor: Actor, user: User): Promise<void> {
  refuseHomeOwner(user, 'cannot be deleted');
  if (user.id === actor.userId)
    throw new AppError('invalid_input', 'You cannot delete yourself.', { next: 'Ask another admin.' });
  await deps.store.users.remove(user.id);
}

/**
 * One's own needs the current one, where there is one; an admin may set that of others. All sessions of the person end, so
 * that whoever knew the old password is out.
 */
export async function setPassword(
  deps: AccountDeps,
  actor: Actor,
  user: User,
  wanted: { readonly password: string; readonly current?: string | undefined },
): Promise<void> {
  const isOwn = user.id === actor.userId;
  // Who holds the token of the home is on the machine, and could write the store itself.
  const mustProve = isOwn && user.password !== null && actor.tokenId !== null;
  if (mustProve && !(await isPassword(wanted.current ?? '', user.password)))
    throw new AppError('forbidden', 'The current password is missing or wrong.', {
      next: 'Give the current one too, or ask an admin to set a new one.',
    });
  const password = await hashPassword(wanted.password);
  await deps.store.transition(async (within) => {
    await within.users.update(user.id, { password });
    await within.tokens.revokeAll(user.id, deps.now(), 'session');
  });
}

// Whoever reads the home's files is this person; anything else would be a lie.
function refuseHomeOwner(user: User, what: string): void {
  if (!isHomeOwner(user)) return;
  throw new AppError('invalid_input', `User ${user.name} is the owner of a home and ${what}.`, {
    next: 'Give others their own users.',
    details: { user: user.name },
  });
}
