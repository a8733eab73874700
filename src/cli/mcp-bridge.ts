// Carries MCP messages between a client that started us as a program and the /mcp of the daemon. It keeps no state but what
// is under way: a daemon that is restarted meanwhile, or another one that takes its place, is found with the next message.
import type { IncomingMessage } from 'node:http';
import type { Client } from '../api/client.ts';
import { AppError, errorBodyOf, errorOf, messageOf } from '../api/errors.ts';
import { SseParser } from '../api/sse.ts';
import { cancelledBy, failed, headersOf, idOf, isMessage, messageIn, versionIn } from './mcp-message.ts';
import type { Id, Message } from './mcp-message.ts';

export interface BridgeDeps {
  /** The daemon to talk to; starts one where none runs. */
  readonly open: () => Promise<Client>;
  readonly write: (message: unknown) => void;
  readonly warn: (text: string) => void;
}

/** Every tool answers within a minute, and streams give a sign of life: this is a daemon that is gone. */
const silenceMs = 300_000;
/** When the input ends, what is under way may end too. */
const graceMs = 5000;
/** JSON-RPC codes: what came is no JSON; the daemon did not do it. */
const codes = { parse: -32700, server: -32000 };

export class McpBridge {
  readonly #deps: BridgeDeps;
  readonly #underWay = new Map<Promise<void>, AbortController>();
  readonly #byId = new Map<Id, AbortController>();
  #client: Promise<Client> | null = null;
  #version: string | null = null;

  constructor(deps: BridgeDeps) {
    this.#deps = deps;
  }

  /** Looks for the daemon already. What goes wrong is told with the first message. */
  warmUp(): void {
    void this.#connected().catch(() => undefined);
  }

  /** Takes one message of the client; answers come whenever they come. Never throws. */
  take(line: string): void {
    const message = messageIn(line);
    if (message === null)
      return this.#deps.write(failed(null, codes.parse, 'This line is no JSON-RPC message.'));
    const taken = isMessage(message) ? cancelledBy(message) : null;
    // Over HTTP whoever hangs up has taken it back.
    if (taken !== null) return this.#byId.get(taken)?.abort();
    const ended = new AbortController();
    const id = isMessage(message) ? idOf(message) : null;
    if (id !== null) this.#byId.set(id, ended);
    const carried = this.#carry(message, ended.signal).finally(() => {
      this.#underWay.delete(carried);
      if (id !== null && this.#byId.get(id) === ended) this.#byId.delete(id);
    });
    this.#underWay.set(carried, ended);
  }

  /** Resolves when nothing is under way any more, which is soon. */
  async end(): Promise<void> {
    const timer = setTimeout(() => {
      for (const ended of this.#underWay.values()) ended.abort();
    }, graceMs);
    await Promise.all(this.#underWay.keys());
    clearTimeout(timer);
  }

  async #carry(message: Message | readonly Message[], signal: AbortSignal): Promise<void> {
    const id = isMessage(message) ? idOf(message) : null;
    try {
      for await (const answer of answersOf(await this.#post(message, signal))) {
        if (isMessage(message) && message['method'] === 'initialize') this.#version = versionIn(answer);
        this.#deps.write(answer);
      }
    } catch (error) {
      // The client does not wait for the answer to what it took back.
      if (signal.aborted) return;
      const known = error instanceof AppError ? error : new AppError('internal', messageOf(error));
      const text = [known.message, known.next].filter((part) => part !== undefined).join(' ');
      if (id === null) this.#deps.warn(text);
      else this.#deps.write(failed(id, codes.server, text, errorBodyOf(known).error));
    }
  }

  async #post(message: Message | readonly Message[], signal: AbortSignal): Promise<IncomingMessage> {
    const outgoing = {
      method: 'POST',
      path: '/mcp',
      headers: {
        accept: 'application/json, text/event-stream',
        ...(isMessage(message) && headersOf(message, this.#version)),
      },
      body: message,
      timeoutMs: silenceMs,
      signal,
    };
    try {
      return await (await this.#connected()).open(outgoing);
    } catch (error) {
      this.#client = null;
      // Nobody was there, so nothing was done: once more, with a daemon that is found or started.
      if (!signal.aborted && isRefused(error)) return (await this.#connected()).open(outgoing);
      throw error;
    }
  }

  #connected(): Promise<Client> {
    const opening = (this.#client ??= this.#deps.open());
    opening.catch(() => {
      if (this.#client === opening) this.#client = null;
    });
    return opening;
  }
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** The messages of an answer. Throws the error of one that is none of MCP. */
async function* answersOf(response: IncomingMessage): AsyncGenerator<Message, void, undefined> {
  if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
    const parser = new SseParser();
    for await (const chunk of textOf(response))
      for (const data of parser.feed(chunk)) yield* messagesIn(data);
    return;
  }
  let text = '';
  for await (const chunk of textOf(response)) text += chunk;
  const status = response.statusCode ?? 0;
  const messages = messagesIn(text);
  // The guard and the authentication answer in the words of the API.
  if (status >= 400 && !messages.some((message) => message['jsonrpc'] === '2.0'))
    throw errorOf(status, text, 'the address of the daemon');
  yield* messages;
}

async function* textOf(response: IncomingMessage): AsyncGenerator<string, void, undefined> {
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) yield String(chunk);
  } catch (cause) {
    throw new AppError(
      'daemon_unreachable',
      `The daemon went away before it had answered: ${messageOf(cause)}`,
      {
        next: 'Look at what became of it, then ask again.',
        cause,
      },
    );
  }
}

function messagesIn(text: string): readonly Message[] {
  if (text.trim() === '') return [];
  const read = messageIn(text);
  if (read === null) return [];
  return isMessage(read) ? [read] : read;
}
