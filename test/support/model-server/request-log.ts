// What was asked of the model server, and waiting for what will be.
import type { Dialect } from './dialect.ts';
import type { Reply } from './reply.ts';

export interface ModelRequest {
  readonly dialect: Dialect['name'];
  readonly path: string;
  readonly model: string;
  readonly stream: boolean;
  /** The credential as it was sent, of whichever header the dialect uses. */
  readonly auth: string | null;
  readonly userAgent: string | null;
  readonly tools: readonly string[];
  readonly messages: number;
  readonly lastToolResult: string | null;
  readonly script: string | null;
  readonly step: number;
  readonly reply: Reply;
  /** Settles when the reply is over: sent to its end, or left by the client before (a cancelled turn). */
  readonly outcome: Promise<'sent' | 'closed'>;
  /** The request as it was sent. */
  readonly body: unknown;
}

interface Waiter {
  readonly predicate: (request: ModelRequest) => boolean;
  readonly resolve: (request: ModelRequest) => void;
  readonly reject: (reason: Error) => void;
}

export class RequestLog {
  readonly #requests: ModelRequest[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #onRequest: ((request: ModelRequest) => void) | undefined;

  constructor(onRequest: ((request: ModelRequest) => void) | undefined) {
    this.#onRequest = onRequest;
  }

  get requests(): readonly ModelRequest[] {
    return this.#requests;
  }

  add(request: ModelRequest): void {
    this.#requests.push(request);
    this.#onRequest?.(request);
    for (const waiter of this.#waiters) if (waiter.predicate(request)) waiter.resolve(request);
  }

  async waitFor(predicate: (request: ModelRequest) => boolean, timeoutMs: number): Promise<ModelRequest> {
    const past = this.#requests.find(predicate);
    if (past !== undefined) return past;
    const { promise, resolve, reject } = Promise.withResolvers<ModelRequest>();
    const waiter = { predicate, resolve, reject };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => {
      reject(new Error(`no such request within ${timeoutMs} ms; there were ${this.#summary()}`));
    }, timeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  /** Whoever still waits is told that nothing will come. */
  close(): void {
    for (const waiter of this.#waiters) {
      waiter.reject(new Error(`the model server was closed; there were ${this.#summary()}`));
    }
  }

  #summary(): string {
    const each = this.#requests.map(
      (request) => `${request.dialect} ${request.script ?? '(no script)'}#${request.step}`,
    );
    return each.length === 0 ? 'none' : each.join(', ');
  }
}
