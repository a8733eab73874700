// The agent's side of ACP by hand, over stdin and stdout: small enough to misbehave in every way the SDK would prevent.
import { createInterface } from 'node:readline';

export type Params = Readonly<Record<string, unknown>>;
export type Handler = (params: Params) => unknown;

/** Thrown by a handler: becomes the JSON-RPC error. */
export class PeerError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export interface Peer {
  notify(method: string, params: Params): void;
  ask(method: string, params: Params): Promise<Params>;
}

/** Answers each request with what its handler returns; notifications go to handlers too. Ends with stdin. */
export function serve(handlers: Readonly<Record<string, Handler>>): Peer {
  const answers = new Map<unknown, { resolve: (result: Params) => void; reject: (error: Error) => void }>();
  let nextId = 1000;
  const send = (message: Params): void => {
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const answer = async (id: unknown, method: string, params: Params): Promise<void> => {
    try {
      const handler = handlers[method];
      if (handler === undefined) throw new PeerError(-32601, `Method not found: ${method}`);
      const result = await handler(params);
      if (id !== undefined) send({ id, result: result ?? {} });
    } catch (error) {
      if (id === undefined) return;
      const { code, data } = error instanceof PeerError ? error : { code: -32603, data: undefined };
      send({ id, error: { code, message: String(error instanceof Error ? error.message : error), data } });
    }
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line) as Params;
    if (typeof message['method'] === 'string') {
      void answer(message['id'], message['method'], (message['params'] ?? {}) as Params);
      return;
    }
    const waiting = answers.get(message['id']);
    answers.delete(message['id']);
    if (message['error'] === undefined) waiting?.resolve((message['result'] ?? {}) as Params);
    else waiting?.reject(new Error(JSON.stringify(message['error'])));
  });
  return {
    notify: (method, params) => send({ method, params }),
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        nextId += 1;
        answers.set(nextId, { resolve, reject });
        send({ id: nextId, method, params });
      }),
  };
}

/** The text of a `session/prompt`. */
export function promptText(params: Params): string {
  const blocks = params['prompt'] as readonly { readonly text?: string }[];
  return blocks.map((block) => block.text ?? '').join('\n');
}
