// Binds an endpoint of the contract to its handler: the types of both ends come from the same entry, and what arrives is
// parsed with the zod schema before the handler sees it. What the handler may reach is decided here and in access.ts.
import type { Context, Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { ZodType } from 'zod';
import type { Endpoint } from '../api/endpoints.ts';
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { Access } from './access.ts';

export interface Env {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** Set by authenticate.ts; not there for a public call. */
    actor?: Actor;
    /** What the audit log says of this request. */
    action?: string;
    access?: Access;
    /** The error code of what was refused inside of an answer that is none itself. */
    refusal?: string;
    /** Who somebody who signs in says they are. */
    claimedName?: string;
  };
}
export type App = Hono<Env>;

export interface Call<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** A parameter of the path. */
  readonly param: (name: string) => string;
  readonly context: Context<Env>;
  /** Who asks. The name is what the engine is told as `actor`. */
  readonly actor: Actor;
  /** How the handler finds what it works on. */
  readonly access: Access;
}

/** A call of somebody who need not be known. */
export type PublicCall<Query, Body> = Omit<Call<Query, Body>, 'actor' | 'access'>;

export interface RouteSchemas<Query, Body> {
  readonly query?: ZodType<Query>;
  readonly body?: ZodType<Body>;
  readonly status?: 200 | 201 | 202;
}

/** Registers a JSON route. A handler that returns undefined answers 204. */
export function route<InQuery, Query, InBody, Body, Response>(
  app: App,
  engine: Engine,
  endpoint: Endpoint<InQuery, InBody, Response>,
  schemas: RouteSchemas<Query, Body>,
  handle: (call: Call<Query, Body>) => Promise<Response>,
): void {
  app.on(endpoint.method, endpoint.path, async (context) => {
    const access = accessOf(engine, endpoint, context);
    await access.resolve(context.req.param(), context.req.query('project'));
    const call = { ...(await read(context, schemas)), actor: access.actor, access };
    const answer = await handle(call);
    access.assertDecided();
    return reply(context, answer, schemas.status);
  });
}

/** The same for an endpoint whose action is `public`. */
export function publicRoute<InQuery, Query, InBody, Body, Response>(
  app: App,
  endpoint: Endpoint<InQuery, InBody, Response>,
  schemas: RouteSchemas<Query, Body>,
  handle: (call: PublicCall<Query, Body>) => Promise<Response>,
): void {
  app.on(endpoint.method, endpoint.path, async (context) =>
    reply(context, await handle(await read(context, schemas)), schemas.status),
  );
}

/** For a route that answers something else than JSON. Throws `forbidden`. */
export function accessOf(
  engine: Engine,
  { action }: Pick<Endpoint<unknown, unknown, unknown>, 'action'>,
  context: Context<Env>,
): Access {
  const { actor } = context.var;
  if (actor === undefined || action === 'public') throw new Error('a public call has no actor');
  context.set('action', action);
  const access = new Access(engine, actor, action);
  context.set('access', access);
  return access;
}

async function read<Query, Body>(
  context: Context<Env>,
  schemas: RouteSchemas<Query, Body>,
): Promise<PublicCall<Query, Body>> {
  const query = parse(schemas.query, context.req.query(), 'query') as Query;
  const body = (
    schemas.body === undefined ? undefined : parse(schemas.body, await json(context), 'body')
  ) as Body;
  return { query, body, context, param: (name) => context.req.param(name) ?? '' };
}

function reply(context: Context<Env>, answer: unknown, status: 200 | 201 | 202 = 200): Response {
  if (answer === undefined) return context.body(null, 204);
  return context.json(answer as object, status);
}

async function json(context: Context): Promise<unknown> {
  const text = await context.req.text();
  // An action without parameters may be sent without a body.
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new AppError('invalid_input', 'The request body is not valid JSON.', { cause: error });
  }
}

export function parse<T>(schema: ZodType<T> | undefined, value: unknown, where: string): T | undefined {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  const text = problems.map(
    (problem) => `${problem.field === '' ? where : problem.field}: ${problem.message}`,
  );
  throw new AppError('invalid_input', `The ${where} of the request is not right: ${text.join('; ')}`, {
    details: { problems },
  });
}
