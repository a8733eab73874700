// A person who uses Tasklane, and the names that people may have.
import type { SiteRole } from './access.ts';
import type { UserId } from './ids.ts';

export interface User {
  readonly id: UserId;
  /** Unique: lower-case words joined by hyphens, at most 32 characters. It stands in the log as who did something. */
  readonly name: string;
  readonly email: string | null;
  readonly role: SiteRole;
  /** A suspended person keeps everything and can do nothing. */
  readonly state: 'active' | 'suspended';
  /** How they are known outside: as the owner of a home (`homeSubject`), an issuer with its subject, or null. */
  readonly subject: string | null;
  /** The hash of their password, where they have one. */
  readonly password: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The person whose home it is: always there, always an admin. Homes that share a store have one each. */
export function homeSubject(home: string): string {
  return `home ${home}`;
}

export function isHomeOwner({ subject }: Pick<User, 'subject'>): boolean {
  return subject?.startsWith('home ') === true;
}

const longest = 32;
const pattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Names that the log uses for somebody else, or that mean whoever asks. */
const reserved: ReadonlySet<string> = new Set([
  'me',
  'new',
  'create',
  'system',
  'recovery',
  'agent',
  'worker',
]);

export function isUsername(text: string): boolean {
  return text.length <= longest && pattern.test(text) && !reserved.has(text);
}

/** What a name must be, for messages. */
export const usernameRule =
  'lower-case letters and digits, joined by single hyphens, at most 32 characters, and no reserved word such as “me”';

/** The nearest name that is one: `Ada Lovelace` → `ada-lovelace`. `owner` where nothing is left. */
export function usernameFrom(text: string): string {
  const made = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '');
  return isUsername(made) ? made : 'owner';
}
