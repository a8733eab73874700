// The HTTP application: guard, routes, and one place where anything thrown becomes an answer.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { except } from 'hono/combine';
import { endpoints } from '../api/endpoints.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Webhooks } from '../engine/webhooks/webhooks.ts';
import type { Log } from '../lib/log.ts';
import { audited } from './audited.ts';
import { authenticate } from './authenticate.ts';
import type { AuthenticateOptions } from './authenticate.ts';
import { coderErrorOf, isCoderPath } from './coder/coder-error.ts';
import { coderRoutes, isOpenCoderCall } from './coder/coder-routes.ts';
import { boardRoutes } from './board-routes.ts';
import { clientIp } from './client-ip.ts';
import { createLimits } from './limits.ts';
import { loginRoutes } from './login-routes.ts';
import type { LoginOptions } from './login-routes.ts';
import { isPublic } from './public-calls.ts';
import { eventRoutes } from './event-routes.ts';
import { docsRoutes } from './docs-routes.ts';
import { guard } from './guard.ts';
import type { GuardOptions } from './guard.ts';
import { inquiryRoutes } from './inquiry-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { idempotency } from './idempotency.ts';
import { errorJson } from './present.ts';
import { installRoutes, isInstallCall } from './install-routes.ts';
import type { CliPackage } from './install-routes.ts';
import { mergeRoutes } from './merge-routes.ts';
import { liveRoutes } from './live-socket.ts';
import type { LiveTickets } from './live-tickets.ts';
import { resolutionRoutes } from './resolution-routes.ts';
import { trashRoutes } from './trash-routes.ts';
import { mcpRoute } from './mcp/route.ts';
import { phaseRoutes } from './phase-routes.ts';
import { projectRoutes, surroundingsRoutes } from './project-routes.ts';
import type { Surroundings } from './project-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { maxUploadBytes, refuseUpload, replayRoutes } from './replay-routes.ts';
import { variantRoutes } from './variant-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import type { App, Env } from './route.ts';
import { isSessionCall, sessionRoute } from './session/route.ts';
import type { SessionServer } from './session/session-server.ts';
import { subagentRoutes } from './subagent-routes.ts';
import type { SubagentsOf } from './subagent-routes.ts';
import { statusOf } from './status.ts';
import { userRoutes } from './user-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { taskRoutes } from './task-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { intakeRoutes } from './intake-routes.ts';
import { scheduleRoutes } from './schedule-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { statisticsRoutes } from './statistics-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { webRoutes } from './web-routes.ts';
import type { WebFiles } from './web-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

export interface AppOptions extends GuardOptions {
  /** The token of the home, and whose home it is. */
  readonly home: AuthenticateOptions['home'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sessionMs: LoginOptions['sessionMs'];
  readonly oidc: LoginOptions['oidc'];
  readonly engine: Engine;
  readonly webhooks: Webhooks;
  readonly around: Surroundings;
  readonly subagents: SubagentsOf;
  /** Our own tools for agents in their sessions. */
  readonly sessions?: SessionServer;
  readonly previewHost: string;
  readonly version: string;
  /** The project of tasks that name none, where there are several. */
  readonly defaultProject: () => Promise<string | null>;
  /** What `/install.sh` installs: made when it is first asked for. */
  readonly cliPackage: () => Promise<CliPackage>;
  /** The built page. */
  readonly web: () => Promise<WebFiles | null>;
  /** What opens the live socket. */
  readonly tickets: LiveTickets;
  readonly log: Log;
  /** Aborts when the daemon goes down, so that live streams end. */
  readonly stopping: AbortSignal;
}

const maxBodyBytes = 1024 * 1024;

export function createApp(options: AppOptions): App {
  const app = new Hono<Env>();
  app.onError((error, context) => {
    const known = asAppError(error, options.log);
    const { retry_after_ms: wait } = known.details;
    if (typeof wait === 'number') context.header('retry-after', String(Math.ceil(wait / 1000)));
    if (!isCoderPath(context.req.path)) return context.json(errorJson(known), statusOf[known.code]);
    const { status, body } = coderErrorOf(known);
    return context.json(body, status);
  });
  app.notFound((context) => {
    if (isCoderPath(context.req.path)) return context.json({ message: 'Route not found.' }, 404);
    const known = new AppError('not_found', `There is nothing at ${context.req.method} ${context.req.path}.`);
    return context.json(errorJson(known), 404);
  });
  app.use('*', async (context, next) => {
    context.header('x-tasklane-version', options.version);
    context.header('x-content-type-options', 'nosniff');
    context.header('cache-control', 'no-store');
    await next();
  });
  app.use('*', guard(options));
  webRoutes(app, options.web, options);
  const { accounts } = options.engine;
  const ipOf = clientIp(options.publicUrl !== null);
  const limits = createLimits(options.now);
  app.use('*', audited({ accounts, ipOf, log: options.log }));
  app.use('*', authenticate({ accounts, home: options.home, isPublic: isOpen, limits, ipOf }));
  app.use(endpoints.replayBundle.path, bodyLimit({ maxSize: maxUploadBytes, onError: refuseUpload }));
  app.use(
    '*',
    except(endpoints.replayBundle.path, bodyLimit({ maxSize: maxBodyBytes, onError: refuseLarge })),
  );
  app.use('/api/*', idempotency({ answers: options.engine.answers, log: options.log }));
  docsRoutes(app, options.version);
  surroundingsRoutes(app, options.engine, options.around);
  projectRoutes(app, options.engine);
  subagentRoutes(app, options.engine, options.subagents);
  taskRoutes(app, options.engine);
  historyRoutes(app, options.engine);
  reviewRoutes(app, options.engine);
  variantRoutes(app, options.engine);
  previewRoutes(app, options.engine, options);
  replayRoutes(app, options.engine, options.version);
  inquiryRoutes(app, options.engine);
  queueRoutes(app, options.engine);
  mergeRoutes(app, options.engine);
  boardRoutes(app, options.engine, options.now);
  liveRoutes(app, options.engine, options.tickets);
  resolutionRoutes(app, options.engine);
  trashRoutes(app, options.engine);
  usageRoutes(app, options.engine);
  statisticsRoutes(app, options.engine);
  jobRoutes(app, options.engine, options.now);
  requestRoutes(app, options.engine);
  intakeRoutes(app, options.engine);
  scheduleRoutes(app, options.engine, options.now);
  phaseRoutes(app, options.engine);
  templateRoutes(app, options.engine);
  tokenRoutes(app, options.engine);
  userRoutes(app, options.engine);
  loginRoutes(app, { ...options, limits, ipOf });
  eventRoutes(app, options.engine, options.stopping, options.log);
  webhookRoutes(app, options.engine, options.webhooks);
  mcpRoute(app, options);
  if (options.sessions !== undefined) sessionRoute(app, options.sessions);
  const origin = originOf(options.publicUrl);
  coderRoutes(app, { ...options, homeOwner: options.home.actor, origin });
  installRoutes(app, { ...options, origin });
  return app;
}

function isOpen(method: string, path: string): boolean {
  // Whoever has a session has a token of its own for it.
  if (isSessionCall(path)) return true;
  return isPublic(method, path) || isOpenCoderCall(method, path) || isInstallCall(method, path);
}

/** How people reach us: by the address of the proxy in front, or as they just did. */
function originOf(publicUrl: string | null): (host: string | undefined) => string {
  return (host) => (publicUrl === null ? `http://${host ?? 'localhost'}` : new URL(publicUrl).origin);
}

function refuseLarge(): never {
  throw new AppError('invalid_input', 'The request is larger than 1 MiB.', {
    next: 'Put long texts into files of the repository, and name those.',
  });
}

function asAppError(error: unknown, log: Log): AppError {
  if (error instanceof AppError) return error;
  log.error(
    { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined },
    'a request failed',
  );
  return new AppError('internal', `Something went wrong inside Tasklane: ${messageOf(error)}`, {
    next: 'See daemon.log in the home folder; please report it.',
    cause: error,
  });
}
