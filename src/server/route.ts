// Binds an entry of the contract to its handler: what arrives is parsed with the schemas of the entry before the handler
// sees it, what the handler returns has the type of its response, and versions are told and asked for in the same way
// everywhere. What the handler may reach is decided here and in access.ts.
import type { Context, Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { AnyOperation, Operation } from '../api/contract/operation.ts';
import type { Endpoint } from '../api/endpoints.ts';
import { isAtRest } from '../api/states.ts';
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { TaskState } from '../domain/task.ts';
import { Access } from './access.ts';
import { parse, parseWith, readable } from './parse.ts';
import type { Parsed } from './parse.ts';
import { etagOf, expectedVersion, isKnown } from './versions.ts';

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
  /** The version that the caller says they read, by `If-Match` or in the body. */
  readonly expected: number | undefined;
  /** Who asks. The name is what the engine is told as `actor`. */
  readonly actor: Actor;
  /** How the handler finds what it works on. */
  readonly access: Access;
}

/** A call of somebody who need not be known. */
export type PublicCall<Query, Body> = Omit<Call<Query, Body>, 'actor' | 'access'>;

/** Registers a route. A handler that returns undefined answers 204. */
export function route<In, InBody, Response, Query, Body>(
  app: App,
  engine: Engine,
  operation: Operation<In, InBody, Response, Query, Body>,
  handle: (call: Call<Parsed<Query>, Parsed<Body>>) => Promise<Response>,
): void {
  app.on(operation.method, operation.path, async (context) => {
    const call = await callOf(engine, operation, context);
    const answer = await handle(call);
    call.access.assertDecided();
    return reply(context, operation, answer);
  });
}

/** The same for an entry whose action is `public`. */
export function publicRoute<In, InBody, Response, Query, Body>(
  app: App,
  operation: Operation<In, InBody, Response, Query, Body>,
  handle: (call: PublicCall<Parsed<Query>, Parsed<Body>>) => Promise<Response>,
): void {
  app.on(operation.method, operation.path, async (context) =>
    reply(context, operation, await handle(await read(operation, paramsOf(operation, context), context))),
  );
}

/** The call of somebody who is known, for a route that answers by itself. Throws what `access.resolve` throws. */
export async function callOf<In, InBody, Response, Query, Body>(
  engine: Engine,
  operation: Operation<In, InBody, Response, Query, Body>,
  context: Context<Env>,
): Promise<Call<Parsed<Query>, Parsed<Body>>> {
  const access = accessOf(engine, operation, context);
  const params = paramsOf(operation, context);
  const project = context.req.query('project');
  // Before anything else of the request is looked at: what is foreign is not there, whatever is wrong with the rest.
  await access.resolve(params, readable(project, 'query'));
  return { ...(await read(operation, params, context)), actor: access.actor, access };
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

type Params = Readonly<Record<string, string>>;

function paramsOf({ params, path }: Pick<AnyOperation, 'params' | 'path'>, context: Context<Env>): Params {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const given = Object.fromEntries(names.map((name) => [name, context.req.param(name) ?? '']));
  parse(params, readable(given, 'path'), 'path');
  return given;
}

async function read<In, InBody, Response, Query, Body>(
  operation: Operation<In, InBody, Response, Query, Body>,
  params: Params,
  context: Context<Env>,
): Promise<PublicCall<Parsed<Query>, Parsed<Body>>> {
  const query = parseWith(operation.query, readable(context.req.query(), 'query'), 'query');
  const sent = operation.body === undefined ? undefined : readable(await json(context), 'body');
  const body = parseWith(operation.body, sent, 'body');
  const expected =
    operation.checksVersion === true
      ? expectedVersion(context.req.header('if-match'), versionIn(sent))
      : undefined;
  return { query, body, context, expected, param: (name) => params[name] ?? '' };
}

function reply(
  context: Context<Env>,
  operation: Pick<AnyOperation, 'media' | 'status' | 'hasVersion' | 'checksVersion'>,
  answer: unknown,
): Response {
  if (answer === undefined) return context.body(null, 204);
  const { media = 'text/plain' } = operation;
  if (typeof answer === 'string')
    return context.body(answer, 200, { 'content-type': `${media}; charset=utf-8` });
  if ((operation.hasVersion ?? operation.checksVersion) === true && isVersioned(answer)) {
    context.header('etag', etagOf(answer));
    // While it waits or runs, more of a task changes than its version: why it waits, what was used; and while it is ready,
    // what it conflicts with.
    const changes = answer.state === 'queued' || answer.state === 'ready' || !isAtRest(answer);
    const mayBeKept = operation.hasVersion === true && !changes;
    if (mayBeKept && isKnown(answer, context.req.header('if-none-match'))) return context.body(null, 304);
  }
  return context.json(answer as object, operation.status);
}

function isVersioned(answer: unknown): answer is { version: number; state: TaskState } {
  return typeof answer === 'object' && answer !== null && 'version' in answer && 'state' in answer;
}

function versionIn(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined;
  return typeof body.version === 'number' ? body.version : undefined;
}

async function json(context: Context): Promise<unknown> {
  const text = await context.req.text();
  // An action without parameters may be sent without a body.
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new AppError('invalid_input', 'The request body is not valid JSON.', {
      next: 'Send one JSON object.',
      cause: error,
    });
  }
}
