// The address that a request came from. What a header says is believed only from a proxy on this machine, and only where the
// settings say that there is one: anybody else can write anything.
import type { Context } from 'hono';
import type { Env } from './route.ts';

export type ClientIp = (context: Context<Env>) => string;

export function clientIp(hasProxy: boolean): ClientIp {
  return (context) => {
    const peer = (context.env.incoming.socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
    const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    return hasProxy && isLoopback(peer) && forwarded !== undefined && forwarded !== '' ? forwarded : peer;
  };
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^127(?:\.\d+){3}$/.test(address);
}
