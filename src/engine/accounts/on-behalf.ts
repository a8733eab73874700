// What goes on by itself has the rights of the person who set it going, as they are now: whoever was suspended, or has left
// the project, leaves nothing behind that goes on working for them.
import { may, scopes } from '../../domain/access.ts';
import type { Action, Actor } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectId } from '../../domain/ids.ts';
import type { StoreOperations } from '../../store/store.ts';
import { refuseSuspended } from './authenticate.ts';

/** Whoever has this name now, with all that they may. Throws `forbidden` or `suspended` when they may not do this there. */
export async function onBehalfOf(
  store: Pick<StoreOperations, 'users' | 'members'>,
  name: string,
  action: Action,
  project: ProjectId,
): Promise<Actor> {
  const user = await store.users.find(name);
  if (user === undefined)
    throw new AppError('forbidden', `There is no user ${name} any more, who set this going.`, {
      next: 'Delete it, and make it anew as somebody else.',
      details: { user: name },
    });
  refuseSuspended(user);
  const actor: Actor = {
    userId: user.id,
    username: user.name,
    role: user.role,
    memberships: await store.members.ofUser(user.id),
    scopes,
    projects: null,
    tokenId: null,
    via: 'api',
    expiresAt: null,
  };
  if (may(actor, action, project).kind === 'allowed') return actor;
  throw new AppError('forbidden', `User ${name}, who set this going, may not do it any more (${action}).`, {
    next: 'Delete it, and make it anew as somebody else.',
    details: { user: name, action },
  });
}
