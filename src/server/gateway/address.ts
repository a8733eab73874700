// From the path that an agent asked for to the address at its provider. Nothing but that host, below the path that it was
// given, is ever reached.
import type { Upstream } from '../../domain/llm/providers.ts';

export interface Asked {
  readonly token: string;
  readonly provider: string;
  /** With the slash before it; without the query. */
  readonly path: string;
  readonly query: string;
}

export const gatewayPrefix = '/llm/';

/** Reads `/llm/TOKEN/PROVIDER/path?query`; null for anything else. */
export function readAsked(url: string): Asked | null {
  const [, token, provider, path = '', query = ''] =
    /^\/llm\/([\w-]+)\/([a-z]+)(\/[^?#]*)?(\?[^#]*)?$/.exec(url) ?? [];
  return token === undefined || provider === undefined ? null : { token, provider, path, query };
}

/** Null when it would lead anywhere else than below the provider's address. */
export function addressAt({ address }: Upstream, { path, query }: Asked): URL | null {
  const base = new URL(address);
  const before = base.pathname.replace(/\/$/, '');
  const url = new URL(base.origin);
  url.pathname = `${before}${withoutVersionTwice(before, path)}`;
  url.search = withoutKey(query);
  const isBelow = url.pathname === before || url.pathname.startsWith(`${before}/`);
  return isBelow && url.origin === base.origin && !/%2e|%2f|%5c/i.test(path) ? url : null;
}

// Makers' own tools take their address without the version, others with it; people set either.
function withoutVersionTwice(before: string, path: string): string {
  const version = /\/v\d\w*$/.exec(before)?.[0];
  return version !== undefined && path.startsWith(`${version}/`) ? path.slice(version.length) : path;
}

// Gemini's clients may put their key, here the token of the run, into the query.
function withoutKey(query: string): string {
  const kept = query
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('key='));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}
