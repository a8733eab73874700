// Opens the port. A port of 0 picks a free one.
import { createAdaptorServer } from '@hono/node-server';
import { AppError } from '../domain/errors.ts';
import type { App } from './route.ts';

export interface Listening {
  readonly url: string;
  /** Stops taking connections and ends those that are open; what is being answered has a moment to get through. */
  close(): Promise<void>;
}

/** Milliseconds. What waits for something to happen is answered as soon as the daemon says that it stops. */
const graceMs = 1000;

/** Throws `port_in_use` when something else has it. */
export async function listen(app: App, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
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
        const cut = (): void => void ('closeAllConnections' in server && server.closeAllConnections());
        const timer = setTimeout(cut, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
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
