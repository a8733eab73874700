// A model server whose words are scripted and whose everything else is real: HTTP, streams, tool calls, usage, errors.
// Unmodified agents are pointed at it by their own base-URL settings, with any key.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, zstdDecompress } from 'node:zlib';
import type { Conversation } from './conversation.ts';
import type { Dialect } from './dialect.ts';
import { anthropic } from './dialects/anthropic.ts';
import { chat } from './dialects/chat.ts';
import { gemini } from './dialects/gemini.ts';
import { responses } from './dialects/responses.ts';
import { decide } from './reply.ts';
import { RequestLog } from './request-log.ts';
import type { ModelRequest } from './request-log.ts';
import { parseScripts } from './script.ts';
import type { ParsedScripts, Scripts } from './script.ts';
import { sendAnswer, sendJson } from './send.ts';

export interface ModelServer {
  /** Without a path: an OpenAI client wants `url + '/v1'`, Gemini and Anthropic clients the bare one. */
  readonly url: string;
  /** Everything asked so far, oldest first; it grows. */
  readonly requests: readonly ModelRequest[];
  /** The first request, past or future, that fits. Rejects after 30 s (or `timeoutMs`), telling what came instead. */
  waitFor(predicate: (request: ModelRequest) => boolean, timeoutMs?: number): Promise<ModelRequest>;
  /** Drops every connection, also those that hang. */
  close(): Promise<void>;
}

const DIALECTS: readonly Dialect[] = [chat, responses, anthropic, gemini];

/** Listens on 127.0.0.1, on a free port unless one is given. Throws when a script is malformed. */
export async function startModelServer(options: {
  readonly scripts: Scripts;
  readonly port?: number;
  /** Sees every request as it is answered. */
  readonly onRequest?: (request: ModelRequest) => void;
}): Promise<ModelServer> {
  const scripts = parseScripts(options.scripts);
  const log = new RequestLog(options.onRequest);
  const uses = new Map<string, number>();
  const countUse = (key: string): number => {
    uses.set(key, (uses.get(key) ?? 0) + 1);
    return uses.get(key) ?? 0;
  };
  const server = createServer((request, response) => {
    void serve(request, response, { scripts, log, countUse });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    requests: log.requests,
    waitFor: (predicate, timeoutMs = 30_000) => log.waitFor(predicate, timeoutMs),
    close: () => close(server, log),
  };
}

interface Context {
  readonly scripts: ParsedScripts;
  readonly log: RequestLog;
  readonly countUse: (key: string) => number;
}

// A request that cannot be served is answered with the reason: it is the agent's log that a person will read.
async function serve(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  try {
    await route(request, response, context);
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else sendJson(response, 400, { error: { message: String(error), type: 'invalid_request_error' } });
  }
}

async function route(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const body = await readBody(request);
  const dialect = DIALECTS.find((each) => each.matches(path));
  if (request.method === 'POST' && dialect !== undefined) {
    await answer(request, response, { ...context, dialect, path, body: JSON.parse(body) });
  } else if (/(:countTokens|\/count_tokens)$/.test(path)) {
    sendJson(response, 200, { totalTokens: 1000, input_tokens: 1000 });
  } else if (request.method === 'GET' && path.endsWith('/models')) sendJson(response, 200, MODELS);
  else sendJson(response, 404, { error: { message: `nothing is served at ${path}`, type: 'not_found' } });
}

// One list that OpenAI's clients (data) and Gemini's (models) both understand.
const MODELS = {
  object: 'list',
  data: [{ id: 'scripted-model', object: 'model', created: 0, owned_by: 'tasklane' }],
  models: [{ name: 'models/scripted-model', inputTokenLimit: 128_000, outputTokenLimit: 8_000 }],
};

interface ModelCall extends Context {
  readonly dialect: Dialect;
  readonly path: string;
  readonly body: unknown;
}

async function answer(request: IncomingMessage, response: ServerResponse, call: ModelCall): Promise<void> {
  const conversation = call.dialect.read(call.body, call.path);
  const { place, reply } = decide(conversation, call.scripts, call.countUse);
  const closed = new AbortController();
  const outcome = new Promise<'sent' | 'closed'>((resolve) => {
    response.once('close', () => {
      closed.abort();
      resolve(response.writableFinished ? 'sent' : 'closed');
    });
  });
  const script = { script: place?.script ?? null, step: place?.step ?? 0 };
  call.log.add({ ...describe(request, conversation, call), ...script, reply, outcome });
  if (reply.kind === 'failure') {
    sendJson(response, reply.status, call.dialect.failure(reply.status, reply.message), reply.headers);
    return;
  }
  if (reply.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const words = {
    id: randomUUID().slice(0, 8),
    model: conversation.model,
    text: reply.text,
    calls: reply.calls,
  };
  const pace = { reply, stream: conversation.stream, signal: closed.signal };
  await sendAnswer(response, call.dialect, words, pace);
}

function describe(
  request: IncomingMessage,
  conversation: Conversation,
  call: ModelCall,
): Omit<ModelRequest, 'script' | 'step' | 'reply' | 'outcome'> {
  const header = (name: string): string | null => request.headers[name]?.toString() ?? null;
  return {
    dialect: call.dialect.name,
    path: call.path,
    model: conversation.model,
    stream: conversation.stream,
    auth: header('authorization') ?? header('x-api-key') ?? header('x-goog-api-key'),
    userAgent: header('user-agent'),
    tools: conversation.tools.map((tool) => [tool.namespace, tool.name].filter(Boolean).join('.')),
    messages: conversation.turns.length,
    lastToolResult: conversation.turns.findLast((turn) => turn.role === 'tool')?.text ?? null,
    body: call.body,
  };
}

// Codex compresses its requests with zstd; others may use what HTTP allows.
const DECODERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  zstd: promisify(zstdDecompress),
  br: promisify(brotliDecompress),
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const decode = DECODERS[request.headers['content-encoding'] ?? ''];
  const bytes = Buffer.concat(chunks);
  return (decode === undefined ? bytes : await decode(bytes)).toString('utf8');
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the model server has no port');
  return address.port;
}

async function close(server: Server, log: RequestLog): Promise<void> {
  log.close();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
