// Requests and answers about people, their tokens, what they belong to, and the audit log.
import { z } from 'zod';
import { projectRoles, scopes, siteRoles } from '../domain/access.ts';
import { isUsername, usernameRule } from '../domain/user.ts';

const time = z.iso.datetime().describe('RFC 3339, UTC');
const username = z.string().refine(isUsername, usernameRule);
const password = z.string().min(10, 'at least 10 characters').max(1000);

export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(siteRoles),
  state: z.enum(['active', 'suspended']),
  is_home_owner: z.boolean().describe('Whether the token of the home is theirs.'),
  has_password: z.boolean(),
  created_at: time,
});
export const userList = z.object({ users: z.array(user) });
export const userCreate = z.strictObject({
  name: username,
  email: z.email().max(254).optional(),
  role: z.enum(siteRoles).optional().describe('Default: member.'),
  password: password.optional(),
});
export const userEdit = z.strictObject({
  email: z.email().max(254).nullable().optional(),
  role: z.enum(siteRoles).optional(),
  state: z.enum(['active', 'suspended']).optional(),
});
export const passwordSet = z.strictObject({
  password,
  current: z.string().optional().describe('Needed for one’s own, where there is one.'),
});

export const token = z.object({
  id: z.string(),
  user: z.string(),
  kind: z.enum(['api', 'session']),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  projects: z.array(z.string()).nullable().describe('Ids of the projects that it is for; null = all.'),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable().describe('To the minute.'),
  revoked_at: time.nullable(),
});
export const tokenQuery = z.object({ user: z.string().optional() });
export const tokenList = z.object({ tokens: z.array(token) });
export const tokenCreate = z.strictObject({
  name: z.string().trim().min(1).max(60),
  scopes: z.array(z.enum(scopes)).min(1).optional().describe('Default: read, write, apply.'),
  projects: z.array(z.string().min(1)).min(1).max(100).optional().describe('Ids or names.'),
  lifetime_ms: z.int().positive().optional().describe('Without it, it does not expire.'),
  user: z.string().min(1).optional().describe('For somebody else: an admin may.'),
});
/** The only answer that holds the text of a token. */
export const tokenCreated = token.extend({ token: z.string() });

export const me = z.object({
  user,
  token: token.nullable().describe('What the request came with; null = the token of the home.'),
  scopes: z.array(z.enum(scopes)).describe('With those that they contain.'),
  memberships: z.array(z.object({ project: z.string(), role: z.enum(projectRoles) })),
});

export const member = z.object({ user: z.string(), role: z.enum(projectRoles) });
export const memberList = z.object({ members: z.array(member) });
export const memberPut = z.strictObject({ user: z.string().min(1), role: z.enum(projectRoles) });

export const loginMethods = z.object({
  password: z.boolean(),
  oidc: z.boolean().describe('Whether GET /api/v1/login/oidc leads to a provider.'),
});
export const passwordLogin = z.strictObject({
  name: z.string().min(1).max(100),
  password: z.string().max(1000),
  cookie: z.boolean().optional().describe('Keep the session in a cookie of the browser; never on localhost.'),
});
export const codeLogin = z.strictObject({
  code: z.string().min(1).max(100),
  cookie: z.boolean().optional(),
});
export const session = z.object({
  token: z.string().nullable().describe('Null: it is in the cookie.'),
  user,
  expires_at: time,
});
export const loginLink = z.object({
  url: z
    .string()
    .describe('Opens the web page, signed in. The code is in its fragment, which no server sees.'),
  expires_at: time,
});

export const auditEntry = z.object({
  id: z.int(),
  at: time,
  actor: z.string().nullable().describe('Null: nobody was signed in.'),
  token: z.string().nullable().describe('Null: the token of the home, or none.'),
  action: z.string(),
  resource: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  error: z.string().nullable(),
  ip: z.string(),
});
export const auditQuery = z.object({
  user: z.string().optional(),
  action: z.string().optional(),
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export const auditList = z.object({ entries: z.array(auditEntry), next_cursor: z.int().nullable() });

export type UserJson = z.infer<typeof user>;
export type UserListJson = z.infer<typeof userList>;
export type UserCreateJson = z.infer<typeof userCreate>;
export type UserEditJson = z.infer<typeof userEdit>;
export type PasswordSetJson = z.infer<typeof passwordSet>;
export type TokenJson = z.infer<typeof token>;
export type TokenQueryJson = z.infer<typeof tokenQuery>;
export type TokenListJson = z.infer<typeof tokenList>;
export type TokenCreateJson = z.infer<typeof tokenCreate>;
export type TokenCreatedJson = z.infer<typeof tokenCreated>;
export type MeJson = z.infer<typeof me>;
export type MemberJson = z.infer<typeof member>;
export type MemberListJson = z.infer<typeof memberList>;
export type MemberPutJson = z.infer<typeof memberPut>;
export type LoginMethodsJson = z.infer<typeof loginMethods>;
export type PasswordLoginJson = z.infer<typeof passwordLogin>;
export type CodeLoginJson = z.infer<typeof codeLogin>;
export type SessionJson = z.infer<typeof session>;
export type LoginLinkJson = z.infer<typeof loginLink>;
export type AuditEntryJson = z.infer<typeof auditEntry>;
export type AuditQueryJson = z.infer<typeof auditQuery>;
export type AuditListJson = z.infer<typeof auditList>;
