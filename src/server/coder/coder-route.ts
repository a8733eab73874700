// Binds a call of Coder's API to its handler, under both of its addresses, with the same decision about rights as our own.
import type { Context } from 'hono';
import type { ZodType } from 'zod';
import type { Action, Actor } from '../../domain/access.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Access } from '../access.ts';
import { accessOf } from '../route.ts';
import type { App, Env } from '../route.ts';
import { CoderError, coderPrefixes } from './coder-error.ts';

export interface CoderCall {
  readonly actor: Actor;
  readonly access: Access;
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  /** Throws in Coder's words when it is not JSON, or not of this shape. */
  readonly body: <Shape>(schema: ZodType<Shape>) => Promise<Shape>;
}

/** What is answered: a value as JSON with its status, or a status alone. */
export interface CoderAnswer {
  readonly status: 200 | 201 | 202 | 204;
  readonly json?: unknown;
}

export interface CoderEndpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the prefix: `/tasks/:user/:task`. */
  readonly path: string;
  readonly action: Action;
}

export function coderRoute(
  app: App,
  engine: Engine,
  endpoint: CoderEndpoint,
  handle: (call: CoderCall) => Promise<CoderAnswer>,
): void {
  const paths = coderPrefixes.map((prefix) => prefix + endpoint.path);
  app.on([endpoint.method], paths, async (context) => {
    const access = accessOf(engine, endpoint, context);
    const { status, json } = await handle({
      actor: access.actor,
      access,
      param: (name) => context.req.param(name) ?? '',
      query: (name) => context.req.query(name),
      body: async (schema) => bodyOf(context, schema),
    });
    access.assertDecided();
    return json === undefined || status === 204
      ? context.body(null, status)
      : context.body(JSON.stringify(json), status, { 'content-type': 'application/json; charset=utf-8' });
  });
}

async function bodyOf<Shape>(context: Context<Env>, schema: ZodType<Shape>): Promise<Shape> {
  let value: unknown;
  try {
    value = JSON.parse(await context.req.text());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CoderError(400, 'invalid_input', 'Request body must be valid JSON.', { detail });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const validations = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    detail: message,
  }));
  throw new CoderError(400, 'invalid_input', 'Validation failed.', { validations });
}
