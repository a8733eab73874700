// The API of Coder's tasks, for the scripts and clients of its users: the same engine and the same rights as our own, in its
// words (docs/coder.md says what is different).
import type { App } from '../route.ts';
import { coderPrefixes } from './coder-error.ts';
import type { CoderDeps } from './directory.ts';
import { coderPauseRoutes } from './pause-routes.ts';
import { coderSiteRoutes } from './site-routes.ts';
import type { OriginOf } from './site-routes.ts';
import { coderTaskRoutes } from './task-routes.ts';
import { coderTemplateRoutes } from './template-routes.ts';
import { coderWorkspaceRoutes } from './workspace-routes.ts';

export function coderRoutes(app: App, deps: CoderDeps & { readonly origin: OriginOf }): void {
  for (const prefix of coderPrefixes)
    app.use(`${prefix}/*`, async (context, next) => {
      context.header('x-coder-build-version', `v${deps.version}`);
      await next();
    });
  coderSiteRoutes(app, deps);
  coderTemplateRoutes(app, deps);
  coderTaskRoutes(app, deps);
  coderPauseRoutes(app, deps);
  coderWorkspaceRoutes(app, deps);
}

/** Coder's clients ask for the version before they have signed in. */
export function isOpenCoderCall(method: string, path: string): boolean {
  return method === 'GET' && coderPrefixes.some((prefix) => path === `${prefix}/buildinfo`);
}
