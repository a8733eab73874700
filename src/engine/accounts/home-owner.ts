// The person whose home this is. They are a user like all others, so that what they do has a name, and always an admin: who
// can read the home's token can change everything in the home anyway.
import { scopes } from '../../domain/access.ts';
import type { Actor } from '../../domain/access.ts';
import { userId } from '../../domain/ids.ts';
import { firstFree } from '../../domain/names.ts';
import { homeSubject, usernameFrom } from '../../domain/user.ts';
import type { User } from '../../domain/user.ts';
import type { AccountDeps } from './deps.ts';

/** Makes the user on first use; `name` is what the operating system calls them. */
export async function ensureHomeOwner(deps: AccountDeps, name: string): Promise<User> {
  return deps.store.transition(async (within) => {
    const known = await within.users.bySubject(homeSubject(deps.home));
    if (known !== undefined) return known;
    const taken = new Set((await within.users.list()).map((user) => user.name));
    const owner: User = {
      id: userId(deps.newId()),
      name: firstFree(usernameFrom(name), (candidate) => taken.has(candidate)),
      email: null,
      role: 'admin',
      state: 'active',
      subject: homeSubject(deps.home),
      password: null,
      createdAt: deps.now(),
    };
    await within.users.insert(owner);
    return owner;
  });
}

export function homeActor(owner: User): Actor {
  return {
    userId: owner.id,
    username: owner.name,
    role: 'admin',
    memberships: new Map(),
    scopes,
    projects: null,
    tokenId: null,
    via: 'home',
    expiresAt: null,
  };
}
