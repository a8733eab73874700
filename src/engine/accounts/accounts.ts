// People, their tokens and what they belong to, as one object that the engine owns.
import { isAdmin } from '../../domain/access.ts';
import type { Actor, ProjectRole } from '../../domain/access.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { AppError } from '../../domain/errors.ts';
import type { Project } from '../../domain/project.ts';
import type { Token } from '../../domain/token.ts';
import type { User } from '../../domain/user.ts';
import type { AuditQuery } from '../../store/identity.ts';
import { authenticate } from './authenticate.ts';
import type { AccountDeps } from './deps.ts';
import { ensureHomeOwner, homeActor } from './home-owner.ts';
import { LoginCodes, loginWithPassword } from './login.ts';
import type { Session } from './login.ts';
import { membersOf, putMember, removeMember } from './members.ts';
import type { Member } from './members.ts';
import { outsideUser } from './outside-user.ts';
import type { Admission, OutsidePerson } from './outside-user.ts';
import { Revocations } from './revocations.ts';
import { createToken } from './tokens.ts';
import type { Issued, NewToken } from './tokens.ts';
import { createUser, editUser, removeUser, setPassword } from './users.ts';
import type { NewUser, UserPatch } from './users.ts';

// The server asks in the store's words without knowing the store.
export type { AuditQuery } from '../../store/identity.ts';

export class Accounts {
  readonly codes: LoginCodes;
  readonly revocations = new Revocations();
  readonly #deps: AccountDeps;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
    this.codes = new LoginCodes(deps);
  }

  /** Who shows the token of the home; made a user on first use, with the name that the operating system gives them. */
  async homeActor(osName: string): Promise<Actor> {
    return homeActor(await ensureHomeOwner(this.#deps, osName));
  }
  /** Throws `unauthorized` or `suspended`. */
  async authenticate(text: string): Promise<Actor> {
    return authenticate(this.#deps, text);
  }
  /** Throws `unauthorized` or `suspended`. */
  async loginWithPassword(given: Parameters<typeof loginWithPassword>[1]): Promise<Session> {
    return loginWithPassword(this.#deps, given);
  }
  /** The user of somebody whom a provider vouches for. Throws `forbidden` or `suspended`. */
  async outsideUser(person: OutsidePerson, admission: Admission): Promise<User> {
    return outsideUser(this.#deps, person, admission);
  }

  /** By id or name; `me` is who asks. Throws `not_found`, also to who is no admin and asks for somebody else. */
  async user(ref: string, actor: Actor): Promise<User> {
    const isSelf = ref === 'me' || ref === actor.username || ref === actor.userId;
    const found = await this.#deps.store.users.find(isSelf ? actor.userId : ref);
    if (found !== undefined && (isSelf || isAdmin(actor))) return found;
    throw new AppError('not_found', `There is no user “${ref}”.`, {
      next: 'An admin sees all with `tasklane user list`.',
      details: { ref },
    });
  }
  async users(): Promise<readonly User[]> {
    return this.#deps.store.users.list();
  }
  async createUser(wanted: NewUser): Promise<User> {
    return createUser(this.#deps, wanted);
  }
  async editUser(user: User, patch: UserPatch): Promise<User> {
    const edited = await editUser(this.#deps, user, patch);
    this.revocations.tell({ userId: user.id });
    return edited;
  }
  async removeUser(actor: Actor, user: User): Promise<void> {
    await removeUser(this.#deps, actor, user);
    this.revocations.tell({ userId: user.id });
  }
  async setPassword(actor: Actor, user: User, wanted: Parameters<typeof setPassword>[3]): Promise<void> {
    await setPassword(this.#deps, actor, user, wanted);
    this.revocations.tell({ userId: user.id });
  }

  async members(project: Project): Promise<readonly Member[]> {
    return membersOf(this.#deps, project);
  }
  async putMember(project: Project, ref: string, role: ProjectRole): Promise<Member> {
    const member = await putMember(this.#deps, project, ref, role);
    this.revocations.tell({ userId: member.user.id });
    return member;
  }
  async removeMember(project: Project, ref: string): Promise<void> {
    const { id } = await removeMember(this.#deps, project, ref);
    this.revocations.tell({ userId: id });
  }

  async token(id: string): Promise<Token | undefined> {
    return this.#deps.store.tokens.get(id);
  }
  async createToken(actor: Actor, user: User, wanted: NewToken): Promise<Issued> {
    return createToken(this.#deps, actor, user, wanted);
  }
  /** Newest first. */
  async tokens(user: User): Promise<readonly Token[]> {
    return this.#deps.store.tokens.list(user.id);
  }
  /** One's own; an admin's, anybody's. Throws `not_found`. */
  async tokenFor(actor: Actor, id: string): Promise<Token> {
    const token = await this.#deps.store.tokens.get(id);
    if (token !== undefined && (token.userId === actor.userId || isAdmin(actor))) return token;
    throw new AppError('not_found', `There is no token ${id}.`, {
      next: 'List them with `tasklane token list`.',
      details: { token: id },
    });
  }
  async revokeToken(token: Token): Promise<void> {
    await this.#deps.store.tokens.revoke(token.id, this.#deps.now());
    this.revocations.tell({ userId: token.userId, tokenId: token.id });
  }

  async audit(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void> {
    await this.#deps.store.audit.append({ ...entry, at: this.#deps.now() });
  }
  /** Newest first. */
  async auditLog(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#deps.store.audit.list(query);
  }
}
