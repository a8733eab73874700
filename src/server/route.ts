// Binds an endpoint of the contract to its handler: the types of both ends come from the same entry, and what arrives is
// parsed with the zod schema before the handler sees it.
import type { Context, Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { ZodType } from 'zod';
import type { Endpoint } from '../api/endpoints.ts';
import { AppError } from '../domain/errors.ts';

export interface Env {
  readonly Bindings: HttpBindings;
}
export type App = Hono<Env>;

export interface Call<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** A parameter of the path. */
  readonly param: (name: string) => string;
  readonly context: Context<Env>;
}

export interface RouteSchemas<Query, Body> {
  readonly query?: ZodType<Query>;
  readonly body?: ZodType<Body>;
  readonly status?: 200 | 201 | 202;
}

/** Registers a JSON route. A handler that returns undefined answers 204. */
export function route<InQuery, Query, InBody, Body, Response>(
  app: App,
  endpoint: Endpoint<InQuery, InBody, Response>,
  schemas: RouteSchemas<Query, Body>,
  handle: (call: Call<Query, Body>) => Promise<Response>,
): void {
  app.on(endpoint.method, endpoint.path, async (context) => {
    const query = parse(schemas.query, context.req.query(), 'query') as Query;
    const body = (
      schemas.body === undefined ? undefined : parse(schemas.body, await json(context), 'body')
    ) as Body;
    const param = (name: string): string => context.req.param(name) ?? '';
    const answer = await handle({ query, body, param, context });
    if (answer === undefined) return context.body(null, 204);
    return context.json(answer, schemas.status ?? 200);
  });
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
