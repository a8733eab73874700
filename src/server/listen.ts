// Opens the port. A port of 0 picks a free one.
import { getRequestListener } from '@hono/node-server';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from '../domain/errors.ts';
import type { App } from './route.ts';

export interface Listening {
  readonly url: string;
  /** Stops taking connections and ends those that are open; what is being answered has a moment to get through. */
  close(): Promise<void>;
}

/** Milliseconds. What waits for something to happen is answered as soon as the daemon says that it stops. */
const graceMs = 1000;

/** Serves some of the requests by itself, as Node hands them over: streams of bytes, without the application. */
export interface Beside {
  takes(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Without it a connection that is to become another one is closed. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Takes connections that are to become a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** `besides` are asked in their order, before the application. Throws `port_in_use` when something else has it. */
export async function listen(
  app: App,
  host: string,
  port: number,
  { besides = [], upgrade }: { readonly besides?: readonly Beside[]; readonly upgrade?: Upgrade } = {},
): Promise<Listening> {
  const serveApp = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    const beside = besides.find((one) => one.takes(request));
    void (beside === undefined ? serveApp(request, response) : beside.handle(request, response));
  });
  server.on('upgrade', (request, socket, head) => {
    const beside = besides.find((one) => one.takes(request));
    const take = beside === undefined ? upgrade : beside.upgrade?.bind(beside);
    if (take === undefined) socket.destroy();
    else take(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: Error) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = address !== null && typeof address === 'object' ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: async () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** The same place as somebody on this machine reaches it: who listens everywhere listens on the loopback too. */
export function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

function explain(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new AppError('port_in_use', `Port ${port} on ${host} is in use.`, {
      next: 'Choose another with --port, or --port 0 for any free one.',
      cause: error,
    });
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return new AppError('invalid_input', `Cannot listen on ${host}:${port} (${code}).`, {
      next: 'Choose another --host or --port.',
      cause: error,
    });
  return error;
}
