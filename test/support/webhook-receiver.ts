// A receiver of webhooks as somebody would write one from the text of the Standard Webhooks specification: a real HTTP
// server that checks the signature with its own few lines.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';

export interface Received {
  readonly path: string;
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  readonly isSigned: boolean;
}

/** Answers one request; the default is 204. */
export type Answer = (response: ServerResponse, received: Received, index: number) => void;

export class WebhookReceiver {
  readonly received: Received[] = [];
  secret = '';
  answer: Answer = (response) => void response.writeHead(204).end();
  #server: Server | undefined;
  #port = 0;
  readonly #waiting = new Set<() => void>();

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** On the same port as before, when it was closed in between. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    this.#port = address !== null && typeof address === 'object' ? address.port : 0;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Resolves when what was received is so. */
  async until(isSo: (received: readonly Received[]) => boolean): Promise<void> {
    if (isSo(this.received)) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo(this.received)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const header = (name: string): string => String(request.headers[name] ?? '');
    const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
    const key = Buffer.from(this.secret.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const isSigned = header('webhook-signature').split(' ').includes(`v1,${expected}`);
    const received = { path: request.url ?? '', id, timestamp: Number(timestamp), body, isSigned };
    this.received.push(received);
    this.answer(response, received, this.received.length - 1);
    for (const look of this.#waiting) look();
  }
}

/** Runs until the test has ended. */
export async function startReceiver(context: TestContext): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver();
  await receiver.listen();
  context.after(() => receiver.close());
  return receiver;
}
