// Requests and answers about people, their tokens, what they belong to, and the audit log.
import { z } from 'zod';
import { projectRoles, scopes, siteRoles } from '../domain/access.ts';
import { isUsername, usernameRule } from '../domain/user.ts';
import { nextCursor, paging } from './paging.ts';
import { search, time } from './schemas.ts';

const username = z
  .string()
  .max(100)
  .refine(isUsername, usernameRule)
  .describe('What people call them.')
  .meta({ examples: ['ada'] });
const password = z
  .string()
  .min(10, 'at least 10 characters')
  .max(1000)
  .describe('At least 10 characters.')
  .meta({ examples: ['correct horse battery'] });

export const user = z.object({
  id: z.string().describe('Never changes.'),
  name: z.string().describe('Unique.'),
  email: z.string().nullable().describe('Where they are written to.'),
  role: z.enum(siteRoles).describe('An admin may do everything.'),
  state: z.enum(['active', 'suspended']).describe('Who is suspended may do nothing.'),
  is_home_owner: z.boolean().describe('Whether the token of the home is theirs.'),
  has_password: z.boolean().describe('Whether they can sign in with one.'),
  created_at: time,
});
export const userQuery = z.object({ q: search('name or address'), ...paging(500, 100) });
export const userList = z.object({ users: z.array(user).describe('Everybody.'), next_cursor: nextCursor });
export const userCreate = z.strictObject({
  name: username,
  email: z.email().max(254).optional().describe('Where they are written to.'),
  role: z.enum(siteRoles).optional().describe('Default: member.'),
  password: password.optional(),
});
export const userEdit = z.strictObject({
  email: z.email().max(254).nullable().optional().describe('Null takes it away.'),
  role: z.enum(siteRoles).optional().describe('What they may do everywhere.'),
  state: z.enum(['active', 'suspended']).optional().describe('Suspended keeps them out.'),
});
export const passwordSet = z.strictObject({
  password,
  current: z.string().max(1000).optional().describe('Needed for one’s own, where there is one.'),
});

export const token = z.object({
  id: z.string().describe('The part of it that is no secret.'),
  user: z.string().describe('Whose it is: a name.'),
  kind: z.enum(['api', 'session']).describe('Made for a program, or by signing in.'),
  name: z.string().describe('What it is for.'),
  scopes: z.array(z.enum(scopes)).describe('What it may be used for.'),
  projects: z.array(z.string()).nullable().describe('Ids of the projects that it is for; null = all.'),
  created_at: time,
  expires_at: time.nullable().describe('Null: it does not.'),
  last_used_at: time.nullable().describe('To the minute.'),
  revoked_at: time.nullable().describe('Since when it is no longer good.'),
});
export const tokenQuery = z.object({
  user: z.string().max(100).optional().describe('Of somebody else: name or id. An admin may.'),
  ...paging(500, 100),
});
export const tokenList = z.object({
  tokens: z.array(token).describe('Newest first.'),
  next_cursor: nextCursor,
});
export const tokenCreate = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .describe('What it is for.')
    .meta({ examples: ['ci'] }),
  scopes: z.array(z.enum(scopes)).min(1).optional().describe('Default: read, write, apply.'),
  projects: z.array(z.string().min(1).max(200)).min(1).max(100).optional().describe('Ids or names.'),
  lifetime_ms: z.int().positive().optional().describe('In milliseconds. Without it, it does not expire.'),
  user: z.string().min(1).max(100).optional().describe('For somebody else: an admin may.'),
});
/** The only answer that holds the text of a token. */
export const tokenCreated = token.extend({
  token: z.string().describe('Its text, told here and never again.'),
});

export const me = z.object({
  user: user.describe('Who one is.'),
  token: token.nullable().describe('What the request came with; null = the token of the home.'),
  scopes: z.array(z.enum(scopes)).describe('With those that they contain.'),
  memberships: z
    .array(
      z.object({
        project: z.string().describe('Id of the project.'),
        role: z.enum(projectRoles).describe('What one may do there.'),
      }),
    )
    .describe('The projects that one belongs to.'),
});

export const member = z.object({
  user: z.string().describe('A name.'),
  role: z.enum(projectRoles).describe('What they may do in the project.'),
});
export const memberQuery = z.object({ ...paging(500, 100) });
export const memberList = z.object({
  members: z.array(member).describe('Those who belong to the project.'),
  next_cursor: nextCursor,
});
export const memberPut = z.strictObject({
  user: z
    .string()
    .min(1)
    .max(100)
    .describe('Name or id.')
    .meta({ examples: ['ada'] }),
  role: z.enum(projectRoles).describe('What they may do in the project.'),
});

export const loginMethods = z.object({
  password: z.boolean().describe('Whether a name and a password do.'),
  oidc: z.boolean().describe('Whether GET /api/v1/login/oidc leads to a provider.'),
});
export const passwordLogin = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .describe('Of the person.')
    .meta({ examples: ['ada'] }),
  password: z
    .string()
    .max(1000)
    .describe('Theirs.')
    .meta({ examples: ['correct horse battery'] }),
  cookie: z.boolean().optional().describe('Keep the session in a cookie of the browser; never on localhost.'),
});
export const codeLogin = z.strictObject({
  code: z.string().min(1).max(100).describe('From the fragment of a sign-in link; good once.'),
  cookie: z.boolean().optional().describe('Keep the session in a cookie of the browser; never on localhost.'),
});
export const session = z.object({
  token: z.string().nullable().describe('Null: it is in the cookie.'),
  user: user.describe('Who signed in.'),
  expires_at: time,
});
export const loginLink = z.object({
  url: z
    .string()
    .describe('Opens the web page, signed in. The code is in its fragment, which no server sees.'),
  expires_at: time,
});

export const auditEntry = z.object({
  id: z.int().describe('Rises with time.'),
  at: time,
  actor: z.string().nullable().describe('Null: nobody was signed in.'),
  token: z.string().nullable().describe('Null: the token of the home, or none.'),
  action: z.string().describe('What was asked for, for example `task.apply`.'),
  resource: z.string().describe('What it was about.'),
  outcome: z.enum(['done', 'refused', 'failed']).describe('What became of it.'),
  error: z.string().nullable().describe('The code of the error.'),
  ip: z.string().describe('Where the request came from.'),
});
export const auditQuery = z.object({
  user: z.string().max(100).optional().describe('Only what this person asked for: a name.'),
  action: z
    .string()
    .max(100)
    .optional()
    .describe('Only this action.')
    .meta({ examples: ['task.apply'] }),
  ...paging(500, 100),
});
export const auditList = z.object({
  entries: z.array(auditEntry).describe('Newest first.'),
  next_cursor: nextCursor,
});

export type UserJson = z.infer<typeof user>;
export type UserListJson = z.infer<typeof userList>;
export type UserCreateJson = z.infer<typeof userCreate>;
export type UserEditJson = z.infer<typeof userEdit>;
export type PasswordSetJson = z.infer<typeof passwordSet>;
export type TokenJson = z.infer<typeof token>;
export type TokenQueryJson = z.input<typeof tokenQuery>;
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
export type AuditQueryJson = z.input<typeof auditQuery>;
export type AuditListJson = z.infer<typeof auditList>;
export type UserQueryJson = z.input<typeof userQuery>;
export type MemberQueryJson = z.input<typeof memberQuery>;
