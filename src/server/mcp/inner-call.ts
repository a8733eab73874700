// How a tool calls the API: through the same application as a request from outside, with the caller's own credentials. So
// what a tool may do, what it is refused and what the audit log says of it cannot differ from the call that it is made of.
import type { Context } from 'hono';
import { answerOf, pathOf, queryOf } from '../../api/address.ts';
import type { AnyInput } from '../../api/call-input.ts';
import type { Client } from '../../api/client.ts';
import type { Endpoint } from '../../api/endpoints.ts';
import { errorOf } from '../../api/errors.ts';
import type { App, Env } from '../route.ts';

/** By these the guard, the limits and the authentication know who asks, and from where. */
const passedOn = [
  'host',
  'origin',
  'authorization',
  'coder-session-token',
  'cookie',
  'sec-fetch-site',
  'x-forwarded-for',
];

export function innerCalls(app: App, context: Context<Env>): Client['call'] {
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of passedOn) {
    const value = context.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const call = async <Query extends object, Body, Response>(
    { method, path }: Endpoint<Query, Body, Response>,
    { params = {}, query = {}, body }: AnyInput,
  ): Promise<Response> => {
    const url = new URL(pathOf(path, params) + queryOf(query), context.req.url);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await app.fetch(new Request(url, { method, headers, ...sent }), context.env);
    const text = await response.text();
    if (response.status >= 400) throw errorOf(response.status, text, url.origin);
    const type = response.headers.get('content-type');
    return answerOf(response.status, type, text, url.origin) as Response;
  };
  return (endpoint, ...[input]) => call(endpoint, input ?? {});
}
