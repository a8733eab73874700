// Who may address us at all. A server on localhost is reachable from every web page that the person opens, and by every dev
// server that an agent starts (web.md §6): so each request must name us as host, and come from nowhere else. Who somebody
// is, authenticate.ts asks next.
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../domain/errors.ts';
import type { Env } from './route.ts';

export interface GuardOptions {
  /** Host names under which we may be addressed, without port. */
  readonly hosts: readonly string[];
  /** The origin that people see in front of a proxy, for example `https://tasks.example.com`. */
  readonly publicUrl: string | null;
}

/** Where a request says that it goes and comes from. */
export interface Addressed {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The address that its connection came in at. */
  readonly localAddress: string | undefined;
}

export function guard(options: GuardOptions): MiddlewareHandler<Env> {
  return async (context, next) => {
    refuseForeign(options, {
      host: context.req.header('host'),
      origin: context.req.header('origin'),
      localAddress: context.env.incoming.socket.localAddress,
    });
    await next();
  };
}

/** Throws `forbidden_host`. */
export function refuseForeign(options: GuardOptions, addressed: Addressed): void {
  const ours = options.publicUrl === null ? null : new URL(options.publicUrl);
  const hosts = ours === null ? options.hosts : [...options.hosts, bracketed(ours.hostname)];
  refuseForeignHost(addressed, hosts);
  refuseForeignOrigin(addressed.origin, addressed.host, ours?.origin);
}

/** Whether the request was addressed to this very machine. */
export function isOnLoopback(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host ?? '');
}

// Without this a page whose DNS name points at 127.0.0.1 (rebinding) would pass the check of the origin. The address that a
// connection came in at needs no list: a name cannot be rebound to look like a number.
function refuseForeignHost({ host = '', localAddress = '' }: Addressed, allowed: readonly string[]): void {
  const name = host.replace(/:\d+$/, '');
  if (allowed.includes(name) || name === bracketed(localAddress.replace(/^::ffff:/, ''))) return;
  throw new AppError('forbidden_host', `This server is not “${name}”.`, {
    next: `Address it as ${allowed.join(' or ')}; another name is made known with the setting publicUrl.`,
  });
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
}

function refuseForeignOrigin(
  origin: string | undefined,
  host: string | undefined,
  ours: string | undefined,
): void {
  if (origin === undefined || origin === `http://${host}` || origin === ours) return;
  throw new AppError('forbidden_host', `Requests from ${origin} are not allowed.`);
}
