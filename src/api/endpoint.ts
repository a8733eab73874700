// One row of the table of calls.
import type { Action } from '../domain/access.ts';

export interface Endpoint<Query, Body, Response> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What it does, as the table of rights knows it (domain/access.ts); `public` = for everybody. */
  readonly action: Action | 'public';
  /** Only for the type checker; never set. */
  readonly types?: { readonly query: Query; readonly body: Body; readonly response: Response };
}

export function endpoint<Query, Body, Response>(
  method: Endpoint<Query, Body, Response>['method'],
  path: string,
  action: Action | 'public',
): Endpoint<Query, Body, Response> {
  return { method, path, action };
}

export type None = Record<string, never>;
