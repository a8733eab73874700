// A call of the API from the page: the same table of calls as the command line's, over fetch.
import { answerOf, pathOf, queryOf } from '../../src/api/address.ts';
import type { AnyInput, CallInput } from '../../src/api/call-input.ts';
import type { Endpoint } from '../../src/api/endpoints.ts';
import { AppError, errorOf, messageOf } from '../../src/api/errors.ts';
import { readToken } from './session.ts';
import { seeVersion } from './version.ts';

/** Told when the daemon no longer knows who we are. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

const longestMs = 60_000;

/** Throws the AppError that the daemon answered with, or `daemon_unreachable`. */
export async function call<Query extends object, Body, Response>(
  endpoint: Endpoint<Query, Body, Response>,
  ...[input]: undefined extends Body ? [CallInput<Query, Body>?] : [CallInput<Query, Body>]
): Promise<Response> {
  const response = await send(endpoint, input ?? {});
  seeVersion(response.headers.get('x-tasklane-version'));
  const text = await response.text();
  if (response.status >= 400) throw failed(response, text, endpoint.action !== 'public');
  // The server has checked what it sends against the same table; the types are only claimed here.
  return answerOf(response.status, response.headers.get('content-type'), text, location.origin) as Response;
}

async function send(
  { method, path }: Pick<Endpoint<never, never, never>, 'method' | 'path'>,
  { params = {}, query = {}, body, signal, timeoutMs = longestMs, headers }: AnyInput,
): Promise<Response> {
  const token = readToken();
  const limit = timeoutMs === 0 ? [] : [AbortSignal.timeout(timeoutMs)];
  try {
    return await fetch(pathOf(path, params) + queryOf(query), {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([...limit, ...(signal === undefined ? [] : [signal])]),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new AppError('daemon_unreachable', `The daemon does not answer: ${messageOf(error)}`, {
      next: 'The page goes on by itself when it is back.',
      cause: error,
    });
  }
}

function failed(response: Response, text: string, needsSession: boolean): AppError {
  if (response.status === 401 && needsSession) onSignedOut();
  return errorOf(response.status, text, location.origin);
}
