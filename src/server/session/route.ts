// Our own tools for agents in their sessions, behind the same guard as the API. Their tokens are none of the API's: they are
// asked for here, and open nothing but this.
import { AppError } from '../../domain/errors.ts';
import { isSameMachine } from '../same-machine.ts';
import type { App } from '../route.ts';
import { sessionPath } from './session-server.ts';
import type { SessionServer } from './session-server.ts';

export function sessionRoute(app: App, server: SessionServer): void {
  app.all(sessionPath, async (context) => {
    if (!isSameMachine(context.env.incoming))
      throw new AppError('forbidden', 'Only agents on this machine may ask.');
    const token = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const entrance = token === undefined ? null : server.entrance(token);
    if (entrance === null)
      throw new AppError('unauthorized', 'No session with this token is open.', {
        next: 'The token of a session ends with it; the next one has its own.',
      });
    return server.answer(context.req.raw, entrance);
  });
}

export function isSessionCall(path: string): boolean {
  return path === sessionPath;
}
