// Who may do what: roles, the scopes of tokens, one table of actions, and one pure function that decides. Everybody who lets
// somebody do something asks `may`; nobody else knows the rules (docs/security.md says them in words).
import type { ProjectId, UserId } from './ids.ts';
import type { Token } from './token.ts';

/** Of a person, everywhere. An admin may do all that there is; a member what the projects let them that they belong to. */
export const siteRoles = ['admin', 'member'] as const;
export type SiteRole = (typeof siteRoles)[number];

/** Of a person, in one project. Each may do what those before it may. */
export const projectRoles = ['viewer', 'member', 'owner'] as const;
export type ProjectRole = (typeof projectRoles)[number];

/**
 * What a token may be used for, whatever its person may: `read` looks, `claim` works on tasks of a phase as an agent,
 * `write` creates and changes, `apply` moves a branch, `admin` decides about people.
 */
export const scopes = ['read', 'claim', 'write', 'apply', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** What each scope contains. */
const contained: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read'],
  claim: ['read', 'claim'],
  write: ['read', 'claim', 'write'],
  apply: ['read', 'apply'],
  admin: scopes,
};

/** All scopes that these give, in the order of the table. */
export function withContained(given: readonly Scope[]): readonly Scope[] {
  return scopes.filter((scope) => given.some((one) => contained[one].includes(scope)));
}

export interface Rule {
  readonly scope: Scope;
  /** `user`: whoever is signed in. `admin`: the site role. Else the least role in the project concerned. */
  readonly needs: 'user' | 'admin' | ProjectRole;
  /** An admin's, and all the same about a project: who cannot see that is told that it is not there. */
  readonly isOfProject?: boolean;
}

/** Everything that can be done, in the words of the audit log. */
export const rules = {
  'self.read': { scope: 'read', needs: 'user' },
  /** One's own password, and links to sign in with. */
  'self.write': { scope: 'write', needs: 'user' },
  'self.logout': { scope: 'read', needs: 'user' },
  'token.read': { scope: 'read', needs: 'user' },
  'token.create': { scope: 'write', needs: 'user' },
  'token.revoke': { scope: 'write', needs: 'user' },
  'user.read': { scope: 'read', needs: 'admin' },
  'user.create': { scope: 'admin', needs: 'admin' },
  'user.edit': { scope: 'admin', needs: 'admin' },
  'user.delete': { scope: 'admin', needs: 'admin' },
  'audit.read': { scope: 'admin', needs: 'admin' },
  'system.read': { scope: 'read', needs: 'admin' },
  /** What all projects do goes to an address of somebody's choice. */
  'webhook.read': { scope: 'read', needs: 'admin' },
  'webhook.edit': { scope: 'write', needs: 'admin' },
  'agent.read': { scope: 'read', needs: 'user' },
  /** Starts a program, and says what the daemon's environment has for it. */
  'agent.check': { scope: 'write', needs: 'admin' },
  /** Says which programs run as agents. */
  'agent.add': { scope: 'admin', needs: 'admin' },
  'agent.remove': { scope: 'admin', needs: 'admin' },
  /** Its account serves the tasks of all projects. */
  'agent.resume': { scope: 'write', needs: 'admin' },
  'subagent.read': { scope: 'read', needs: 'user' },
  /** Of a project they are its members', of the person an admin's, as their files are. */
  'subagent.edit': { scope: 'write', needs: 'user' },
  'subagent.edit_project': { scope: 'write', needs: 'member' },
  'subagent.edit_user': { scope: 'write', needs: 'admin' },
  'subagent.stop': { scope: 'write', needs: 'member' },
  'template.read': { scope: 'read', needs: 'user' },
  /** A template is for all projects, and says what runs in them. */
  'template.push': { scope: 'write', needs: 'admin' },
  'template.promote': { scope: 'write', needs: 'admin' },
  'template.delete': { scope: 'write', needs: 'admin' },
  'project.read': { scope: 'read', needs: 'viewer' },
  /** Names a folder of the machine and what runs in it. */
  'project.add': { scope: 'write', needs: 'admin' },
  'settings.read': { scope: 'read', needs: 'admin', isOfProject: true },
  /** Says what runs for its tasks, and what their agents may do. */
  'settings.edit': { scope: 'admin', needs: 'admin', isOfProject: true },
  'project.remove': { scope: 'write', needs: 'owner' },
  'member.read': { scope: 'read', needs: 'viewer' },
  'member.edit': { scope: 'admin', needs: 'owner' },
  'task.read': { scope: 'read', needs: 'viewer' },
  'task.create': { scope: 'write', needs: 'member' },
  'task.edit': { scope: 'write', needs: 'member' },
  'task.move': { scope: 'write', needs: 'member' },
  'task.accept': { scope: 'write', needs: 'member' },
  'task.archive': { scope: 'write', needs: 'member' },
  'task.retry': { scope: 'write', needs: 'member' },
  'task.pause': { scope: 'write', needs: 'member' },
  'task.resume': { scope: 'write', needs: 'member' },
  'task.complete': { scope: 'write', needs: 'member' },
  'task.replan': { scope: 'write', needs: 'member' },
  'task.cancel': { scope: 'write', needs: 'member' },
  'task.send': { scope: 'write', needs: 'member' },
  /** Whoever may tell an agent what to do may let it. */
  'task.approve': { scope: 'write', needs: 'member' },
  /** Starts a command of the project's in its copy. */
  'task.preview': { scope: 'write', needs: 'member' },
  /** On the lines of its work: drafts of one's own. */
  'task.comment': { scope: 'write', needs: 'member' },
  /** Starts an agent that only reads. */
  'task.judge': { scope: 'write', needs: 'member' },
  'task.dismiss': { scope: 'write', needs: 'member' },
  'task.delete': { scope: 'write', needs: 'member' },
  'task.apply': { scope: 'apply', needs: 'member' },
  /** Whoever has a bundle may look at it; it touches nothing that is here. */
  'bundle.replay': { scope: 'read', needs: 'user' },
  /** Out of the merge queue. */
  'task.withdraw': { scope: 'apply', needs: 'member' },
  /** What the host says may make it done. */
  'task.pull_request': { scope: 'apply', needs: 'member' },
  /** How a conflict was resolved; what was applied with it stays. */
  'resolution.forget': { scope: 'write', needs: 'member' },
  'task.undo': { scope: 'apply', needs: 'member' },
  'request.read': { scope: 'read', needs: 'viewer' },
  /** Starts an agent that only reads. */
  'request.create': { scope: 'write', needs: 'member' },
  'request.revise': { scope: 'write', needs: 'member' },
  'request.edit': { scope: 'write', needs: 'member' },
  'request.accept': { scope: 'write', needs: 'member' },
  'request.archive': { scope: 'write', needs: 'member' },
  'intake.read': { scope: 'read', needs: 'viewer' },
  /** Lets a tracker start planners of the project. */
  'intake.edit': { scope: 'write', needs: 'owner' },
  'schedule.read': { scope: 'read', needs: 'viewer' },
  'schedule.create': { scope: 'write', needs: 'member' },
  'schedule.edit': { scope: 'write', needs: 'member' },
  'schedule.pause': { scope: 'write', needs: 'member' },
  'schedule.resume': { scope: 'write', needs: 'member' },
  'schedule.run': { scope: 'write', needs: 'member' },
  'schedule.delete': { scope: 'write', needs: 'member' },
  'trash.restore': { scope: 'write', needs: 'member' },
  /** What it deletes cannot be had back. */
  'trash.empty': { scope: 'write', needs: 'owner' },
  'phase.read': { scope: 'read', needs: 'viewer' },
  'phase.register': { scope: 'write', needs: 'member' },
  'phase.finish': { scope: 'apply', needs: 'member' },
  'phase.cancel': { scope: 'write', needs: 'member' },
  'phase.claim': { scope: 'claim', needs: 'member' },
  'phase.report': { scope: 'claim', needs: 'member' },
  'phase.beat': { scope: 'claim', needs: 'member' },
} as const satisfies Readonly<Record<string, Rule>>;

export type Action = keyof typeof rules;

/** Whoever makes a request: a person, and what the token that they came with allows. */
export interface Actor {
  readonly userId: UserId;
  readonly username: string;
  readonly role: SiteRole;
  readonly memberships: ReadonlyMap<ProjectId, ProjectRole>;
  /** With those that they contain. */
  readonly scopes: readonly Scope[];
  /** The projects that the token is for; null = all of its person. */
  readonly projects: readonly ProjectId[] | null;
  /** Null: the token of the home. */
  readonly tokenId: string | null;
  /** How they came: with the token of the home, from a sign-in, or with a token that somebody made. */
  readonly via: 'home' | Token['kind'];
  /** Of what they came with; milliseconds since 1970, null = never. */
  readonly expiresAt: number | null;
}

export type Verdict =
  | { readonly kind: 'allowed' }
  /** It must look as if there were no such thing. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'scope'; readonly needs: Scope }
  | { readonly kind: 'role'; readonly needs: 'admin' | ProjectRole }
  /** The token is for some projects only, and this is about all of Tasklane. */
  | { readonly kind: 'restricted' };

/** `project` is the one that the thing belongs to; null for what belongs to none. */
export function may(actor: Actor, action: Action, project: ProjectId | null): Verdict {
  const { scope, needs }: Rule = rules[action];
  const role = project === null ? null : roleIn(actor, project);
  // First of all: whoever cannot see a thing must not learn from a refusal that it is there.
  if (project !== null && role === null) return { kind: 'hidden' };
  if (!actor.scopes.includes(scope)) return { kind: 'scope', needs: scope };
  if (needs === 'user') return { kind: 'allowed' };
  if (needs === 'admin') return mayAsAdmin(actor);
  if (role === null) throw new Error(`${action} is about a project, and none was given`);
  if (projectRoles.indexOf(role) < projectRoles.indexOf(needs)) return { kind: 'role', needs };
  return { kind: 'allowed' };
}

/** Whether there is anything at all that they may do this to: what they may not, they need not be offered. */
export function mayAnywhere(actor: Actor, action: Action): boolean {
  const { needs }: Rule = rules[action];
  if (needs === 'user' || needs === 'admin') return may(actor, action, null).kind === 'allowed';
  if (!actor.scopes.includes(rules[action].scope)) return false;
  // An admin's next project may be added in a moment.
  if (actor.role === 'admin') return true;
  return [...actor.memberships.keys()].some((project) => may(actor, action, project).kind === 'allowed');
}

/** Whether all of Tasklane is theirs, and not only some projects of it. */
export function isAdmin(actor: Actor): boolean {
  return actor.role === 'admin' && actor.projects === null;
}

function mayAsAdmin(actor: Actor): Verdict {
  if (actor.role !== 'admin') return { kind: 'role', needs: 'admin' };
  return isAdmin(actor) ? { kind: 'allowed' } : { kind: 'restricted' };
}

/** Null: for them the project does not exist. */
function roleIn(actor: Actor, project: ProjectId): ProjectRole | null {
  if (actor.projects?.includes(project) === false) return null;
  return actor.role === 'admin' ? 'owner' : (actor.memberships.get(project) ?? null);
}

/** The projects that somebody can see; null = every one. */
export type Reach = readonly ProjectId[] | null;

export function reachOf(actor: Actor): Reach {
  if (actor.role === 'admin') return actor.projects;
  return [...actor.memberships.keys()].filter((project) => roleIn(actor, project) !== null);
}

export function isWithin(reach: Reach, project: ProjectId): boolean {
  return reach === null || reach.includes(project);
}
