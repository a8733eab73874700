// A person whom an OpenID provider vouches for: who of them may come in, and the user that they become the first time.
import { AppError } from '../../domain/errors.ts';
import { firstFree } from '../../domain/names.ts';
import { usernameFrom } from '../../domain/user.ts';
import type { User } from '../../domain/user.ts';
import type { AccountDeps } from './deps.ts';
import { refuseSuspended } from './authenticate.ts';
import { createUser } from './users.ts';

export interface OutsidePerson {
  /** Issuer and subject: what stays the same when somebody changes their name or address. */
  readonly subject: string;
  readonly wantedName: string;
  readonly email: string | null;
  /** Whether the provider has seen that the address is theirs. */
  readonly isEmailVerified: boolean;
  readonly groups: readonly string[];
}

/** Who of them may come in; it is enough to fit one of the lists. */
export interface Admission {
  /** Of verified addresses, in lower case; `*` = everybody whom the provider knows. */
  readonly domains: readonly string[];
  readonly groups: readonly string[];
}

function isAdmitted(person: OutsidePerson, { domains, groups }: Admission): boolean {
  if (domains.includes('*') || person.groups.some((group) => groups.includes(group))) return true;
  const domain = person.email?.split('@').at(-1)?.toLowerCase();
  return person.isEmailVerified && domain !== undefined && domains.includes(domain);
}

/** Throws `forbidden` for who may not come in (asked each time), and `suspended`. */
export async function outsideUser(
  deps: AccountDeps,
  person: OutsidePerson,
  admission: Admission,
): Promise<User> {
  if (!isAdmitted(person, admission))
    throw new AppError('forbidden', `${person.email ?? person.wantedName} may not sign in here.`, {
      next: 'Ask an admin to allow your domain or group (the setting `oidc`).',
    });
  const known = await deps.store.users.bySubject(person.subject);
  const user = known ?? (await createFrom(deps, person));
  refuseSuspended(user);
  return user;
}

async function createFrom(deps: AccountDeps, person: OutsidePerson): Promise<User> {
  const taken = new Set((await deps.store.users.list()).map((user) => user.name));
  return createUser(deps, {
    name: firstFree(usernameFrom(person.wantedName).slice(0, 28).replace(/-+$/, ''), (name) =>
      taken.has(name),
    ),
    email: person.email ?? undefined,
    subject: person.subject,
  });
}
