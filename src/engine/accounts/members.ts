// Who belongs to a project, and as what.
import type { ProjectRole } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { Project } from '../../domain/project.ts';
import type { User } from '../../domain/user.ts';
import type { AccountDeps } from './deps.ts';

export interface Member {
  readonly user: User;
  readonly role: ProjectRole;
}

export async function membersOf(deps: AccountDeps, project: Project): Promise<readonly Member[]> {
  const found: Member[] = [];
  for (const { userId, role } of await deps.store.members.ofProject(project.id)) {
    const user = await deps.store.users.get(userId);
    if (user !== undefined) found.push({ user, role });
  }
  return found;
}

/** Adds somebody, or changes their role. Throws `not_found`. */
export async function putMember(
  deps: AccountDeps,
  project: Project,
  ref: string,
  role: ProjectRole,
): Promise<Member> {
  const user = await named(deps, ref);
  await deps.store.members.put({ projectId: project.id, userId: user.id, role });
  return { user, role };
}

/** Throws `not_found` for somebody who was none. */
export async function removeMember(deps: AccountDeps, project: Project, ref: string): Promise<User> {
  const user = await named(deps, ref);
  if (await deps.store.members.remove(project.id, user.id)) return user;
  throw new AppError('not_found', `User ${user.name} does not belong to project ${project.name}.`, {
    next: 'See `tasklane member list`.',
  });
}

async function named(deps: AccountDeps, ref: string): Promise<User> {
  const user = await deps.store.users.find(ref);
  if (user !== undefined) return user;
  throw new AppError('not_found', `There is no user “${ref}”.`, {
    next: 'An admin creates one with `tasklane user create`.',
    details: { ref },
  });
}
