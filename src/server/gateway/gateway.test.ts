// The gateway between real HTTP on both sides: what agents send and read, and what the provider gets.
import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { AgentEntry } from '../../agents/driver.ts';
import type { Spent } from '../../domain/budget.ts';
import type { ModelCall, WireFormat } from '../../domain/llm/call.ts';
import type { OpenGateway } from '../../engine/model/model-gateway.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { LlmGateway } from './gateway.ts';

const key = 'sk-real-key-of-the-person';
const text = Array.from({ length: 60 }, (_, index) => `wörd${index}`).join(' ');

const entry: AgentEntry = {
  name: 'agent',
  title: 'Agent',
  protocol: 'acp',
  command: ['agent'],
  env: {},
  passEnv: [
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_BASE_URL',
    'GEMINI_API_KEY',
    'GOOGLE_GEMINI_BASE_URL',
  ],
  homeFiles: {},
  askMode: null,
  origin: 'config',
  hint: '',
};

const tools = [
  { type: 'function', name: 't', function: { name: 't' }, functionDeclarations: [{ name: 't' }] },
];
const prompt = '[[script:talk]]';

interface Asking {
  readonly format: WireFormat;
  readonly provider: string;
  readonly path: string;
  readonly body: object;
}
const askings: readonly Asking[] = [
  {
    format: 'chat',
    provider: 'openai',
    path: '/v1/chat/completions',
    body: { model: 'gpt-5.5', stream: true, messages: [{ role: 'user', content: prompt }], tools },
  },
  {
    format: 'responses',
    provider: 'openai',
    path: '/v1/responses',
    body: { model: 'gpt-5.5', stream: true, input: prompt, tools },
  },
  {
    format: 'messages',
    provider: 'anthropic',
    path: '/v1/messages',
    body: { model: 'claude-sonnet-4-5', stream: true, messages: [{ role: 'user', content: prompt }], tools },
  },
  {
    format: 'gemini',
    provider: 'google',
    path: '/v1beta/models/gemini-2.5-pro:streamGenerateContent',
    body: { contents: [{ role: 'user', parts: [{ text: prompt }] }], tools },
  },
];
const [chat] = askings;
assert.ok(chat !== undefined);

type Listener = (...given: Parameters<RequestListener>) => unknown;

async function listen(context: TestContext, listener: Listener): Promise<string> {
  const server: Server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return `http://127.0.0.1:${address.port}`;
}

interface Stand {
  readonly gateway: LlmGateway;
  readonly url: string;
  readonly calls: ModelCall[];
  /** The next call that is over. */
  readonly called: () => Promise<ModelCall>;
  readonly open: (mayGo?: (open: Spent) => boolean) => Promise<OpenGateway>;
}

async function stand(context: TestContext, upstream: string): Promise<Stand> {
  const gateway = new LlmGateway({ environment: {}, prices: async () => ({}), now: Date.now });
  const url = await listen(context, (request, response) => void gateway.handle(request, response));
  gateway.listensAt(url);
  context.after(() => gateway.close());
  const environment = {
    OPENAI_API_KEY: key,
    OPENAI_BASE_URL: `${upstream}/v1`,
    ANTHROPIC_API_KEY: key,
    ANTHROPIC_BASE_URL: upstream,
    GEMINI_API_KEY: key,
    GOOGLE_GEMINI_BASE_URL: upstream,
  };
  const calls: ModelCall[] = [];
  const waiting: ((call: ModelCall) => void)[] = [];
  return {
    gateway,
    url,
    calls,
    called: () => new Promise((resolve) => void waiting.push(resolve)),
    open: async (mayGo = () => true) => {
      const opened = await gateway.open({
        entry,
        environment,
        variables: {},
        mayGo,
        onSign: () => undefined,
        onCall: (call) => {
          calls.push(call);
          waiting.shift()?.(call);
        },
      });
      assert.ok(opened !== null);
      return opened;
    },
  };
}

const addresses: Readonly<Record<string, string>> = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
  google: 'GOOGLE_GEMINI_BASE_URL',
};

/** What an agent's client does: its base address, the path behind it, the token where a key belongs. */
function ask(
  { entry: { env } }: OpenGateway,
  { provider, path, body }: Asking,
  change: object = {},
): Promise<Response> {
  const base = env[addresses[provider] ?? ''] ?? '';
  const token = env['OPENAI_API_KEY'] ?? '';
  const rest = provider === 'openai' ? path.replace(/^\/v1/, '') : path;
  return fetch(`${base}${rest}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(provider === 'openai' && { authorization: `Bearer ${token}` }),
      ...(provider === 'anthropic' && { 'x-api-key': token, 'anthropic-version': '2023-06-01' }),
      ...(provider === 'google' && { 'x-goog-api-key': token }),
    },
    body: JSON.stringify({ ...body, ...change }),
  });
}

for (const asking of askings)
  for (const stream of asking.format === 'gemini' ? [true] : [true, false])
    test(`${asking.format}, ${stream ? 'streamed' : 'whole'}: every byte passes in both directions, and what was used is known`, async (context) => {
      const model = await startModelServer({ scripts: { talk: [{ say: text }] } });
      context.after(() => model.close());
      const direct = await fetch(`${model.url}${asking.path}`, {
        method: 'POST',
        body: JSON.stringify({ ...asking.body, stream }),
      });
      const bytes = Buffer.from(await direct.arrayBuffer());
      const got: { headers: IncomingMessage['headers']; url: string; body: string }[] = [];
      // The same bytes again, cut where no text should be cut.
      const upstream = await listen(context, async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
        got.push({
          headers: request.headers,
          url: request.url ?? '',
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(200, {
          'content-type': direct.headers.get('content-type') ?? '',
          'x-request-id': 'abc',
        });
        for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
        response.end();
      });
      const { open, calls, called } = await stand(context, upstream);
      const opened = await open();
      const over = called();
      const response = await ask(opened, asking, { stream });
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
      assert.deepEqual([response.status, response.headers.get('x-request-id')], [200, 'abc']);
      const call = await over;
      assert.deepEqual(call.tokens, { input: 1000, cached: 200, cacheWrites: 0, output: 50 });
      assert.deepEqual(
        [call.outcome, call.status, call.format, call.isSide, call.isEstimated, call.error],
        ['ok', 200, asking.format, false, false, null],
      );
      assert.ok(call.cost !== null && call.cost > 0);
      assert.equal(calls.length, 1);
      const [sent] = got;
      assert.ok(sent !== undefined);
      assert.deepEqual(JSON.parse(sent.body), { ...asking.body, stream });
      assert.equal(sent.url, asking.path);
      const shown = JSON.stringify([sent.headers, sent.url]);
      assert.ok(shown.includes(key) && !shown.includes('run_'), 'the key in place of the token');
    });

test('the agent gets the token of its run and nothing of the key; another token, or one that is over, opens nothing', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text }] } });
  context.after(() => model.close());
  const { open, url } = await stand(context, model.url);
  const [opened, other] = [await open(), await open()];
  assert.ok(!JSON.stringify([opened.entry, opened.variables]).includes(key));
  assert.deepEqual(opened.providers, ['openai', 'anthropic', 'google']);
  assert.notEqual(opened.entry.env['OPENAI_API_KEY'], other.entry.env['OPENAI_API_KEY']);
  assert.equal((await ask(opened, chat)).status, 200);
  other.close();
  const late = await ask(other, chat);
  assert.deepEqual(
    [late.status, ((await late.json()) as { error: { type: string } }).error.type],
    [401, 'tasklane_gateway'],
  );
  assert.equal(
    (await fetch(`${url}/llm/run_guessed/openai/chat/completions`, { method: 'POST' })).status,
    401,
  );
  assert.equal((await fetch(`${url}/llm/`, { method: 'POST' })).status, 401);
  assert.equal(model.requests.length, 1);
});

test('a path that leads out of the provider’s address is not followed', async (context) => {
  const asked: string[] = [];
  const upstream = await listen(context, (request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  const { open } = await stand(context, upstream);
  const base = new URL((await open()).entry.env['OPENAI_BASE_URL'] ?? '');
  for (const path of ['/../../../admin', '/%2e%2e/%2e%2e/admin', '//evil.example/x', '/..%2fadmin']) {
    // fetch would tidy the path up by itself.
    const sent = httpRequest({
      port: base.port,
      host: '127.0.0.1',
      path: `${base.pathname}${path}`,
      method: 'GET',
    });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
  }
  assert.ok(
    asked.every((path) => path.startsWith('/v1/')),
    asked.join(' '),
  );
});

const failures = [
  {
    name: 'an error of the provider',
    status: 500,
    body: '{"error":{"message":"the model is on fire"}}',
    error: /the model is on fire/,
  },
  { name: 'a rate limit', status: 429, body: '{"error":{"message":"slow down"}}', error: /slow down/ },
  { name: 'an error page', status: 503, body: '<html>maintenance</html>', error: /maintenance/ },
  {
    name: 'garbage instead of an answer',
    status: 200,
    body: '\u0000\u0001 not what was asked for',
    error: /broke off/,
  },
  {
    name: 'an answer that ends early',
    status: 200,
    body: 'data: {"choices":[{"delta":{"content":"I "}}]}\n\n',
    error: /broke off/,
  },
];
for (const { name, status, body, error } of failures)
  test(`${name} passes as it is, and is known for a failure`, async (context) => {
    const upstream = await listen(context, (request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'text/event-stream', 'retry-after': '7' }).end(body);
    });
    const { open, called } = await stand(context, upstream);
    const over = called();
    const response = await ask(await open(), chat);
    assert.deepEqual([response.status, await response.text()], [status, body]);
    const call = await over;
    assert.deepEqual([call.outcome, call.status, call.retryAfter], ['failed', status, '7']);
    assert.match(call.error ?? '', error);
  });

test('a provider that is not there is answered for, in words', async (context) => {
  const { open, called } = await stand(context, 'http://127.0.0.1:9');
  const over = called();
  const response = await ask(await open(), chat);
  assert.equal(response.status, 502);
  assert.match(await response.text(), /127\.0\.0\.1:9 could not be reached/);
  assert.deepEqual([(await over).outcome, (await over).status], ['failed', null]);
});

test('a redirect is not followed: the key goes nowhere else', async (context) => {
  const asked: string[] = [];
  const elsewhere = await listen(context, (request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  const upstream = await listen(context, (request, response) => {
    request.resume();
    response.writeHead(307, { location: `${elsewhere}/steal` }).end();
  });
  const { open } = await stand(context, upstream);
  assert.equal((await ask(await open(), chat)).status, 502);
  assert.deepEqual(asked, []);
});

test('a budget ends an answer in the middle: the agent reads no more, the provider writes no more', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text, wordDelayMs: 5 }] } });
  context.after(() => model.close());
  const { open, called } = await stand(context, model.url);
  const enough = JSON.stringify(chat.body).length / 4 + 20;
  const opened = await open(({ tokens }) => tokens < enough);
  const over = called();
  const response = await ask(opened, chat);
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
  const call = await over;
  assert.deepEqual([call.outcome, call.isEstimated], ['cut', true]);
  assert.ok((call.tokens?.output ?? 0) >= 20 && (call.tokens?.output ?? 0) < 60, JSON.stringify(call.tokens));
  assert.equal(await model.requests[0]?.outcome, 'closed');
  const again = await ask(opened, chat);
  assert.equal(again.status, 403);
});

test('after its limit a run has one more answer, in which tools are forbidden', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text }] } });
  context.after(() => model.close());
  const { open } = await stand(context, model.url);
  const opened = await open(() => false);
  assert.equal((await ask(opened, chat)).status, 403);
  opened.lastAnswer();
  assert.equal((await ask(opened, chat)).status, 200);
  assert.match(JSON.stringify(model.requests[0]?.body), /"tool_choice":"none"/);
  assert.equal((await ask(opened, chat)).status, 403);
  assert.equal(model.requests.length, 1);
});

test('an agent that goes away takes its request along', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text, hang: true }] } });
  context.after(() => model.close());
  const { open, called } = await stand(context, model.url);
  const over = called();
  const response = await ask(await open(), chat);
  await response.body?.cancel();
  assert.equal((await over).outcome, 'gone');
  assert.equal(await model.requests[0]?.outcome, 'closed');
});

test('who reads slowly is not read ahead for', async (context) => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const total = 64;
  let written = 0;
  const upstream = await listen(context, async (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    for (; written < total; written += 1) if (!response.write(megabyte)) await once(response, 'drain');
    response.end();
  });
  const { open } = await stand(context, upstream);
  const response = await ask(await open(), { ...chat, path: '/v1/files/large' });
  const reader = response.body?.getReader();
  assert.ok(reader !== undefined);
  await reader.read();
  // Whatever fits into the buffers of three sockets has been written when nothing moves any more.
  for (let before = -1; before !== written;) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.ok(written < total / 2, `${written} MB were read for a client that had read one piece`);
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read())
    size += Buffer.from(part.value as Uint8Array).length;
  assert.ok(size > (total - 2) * megabyte.length);
});

test('ten streams at once do not get mixed up', async (context) => {
  const model = await startModelServer({
    scripts: { talk: [{ say: '${who} '.repeat(50), wordDelayMs: 1 }] },
  });
  context.after(() => model.close());
  const { open, calls } = await stand(context, model.url);
  const opened = await open();
  const texts = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const content = `[[script:talk who=agent${index}]]`;
      const response = await ask(opened, chat, { messages: [{ role: 'user', content }] });
      return response.text();
    }),
  );
  for (const [index, body] of texts.entries()) {
    assert.equal(body.split(`agent${index} `).length, 51);
    assert.ok(body.endsWith('data: [DONE]\n\n'));
  }
  assert.deepEqual(new Set(calls.map((call) => call.outcome)), new Set(['ok']));
  assert.equal(calls.length, 10);
});

test('a request that was cut does not take a connection along that a later one uses', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text, wordDelayMs: 2 }] } });
  context.after(() => model.close());
  const { open } = await stand(context, model.url);
  const [first, second] = [await open(), await open()];
  await (await ask(first, chat)).text();
  // Over the connection that the first one has left open.
  const response = await ask(second, chat);
  first.close();
  assert.match(await response.text(), /\[DONE\]/);
  let asked = 0;
  const third = await open(() => (asked += 1) < 30);
  await (await ask(second, chat)).text();
  await assert.rejects((await ask(third, chat)).text());
  assert.equal((await ask(second, chat)).status, 200);
});

test('a budget that ends an answer with its last piece harms nobody', async (context) => {
  const model = await startModelServer({ scripts: { talk: [{ say: text }] } });
  context.after(() => model.close());
  const { open, called } = await stand(context, model.url);
  for (let round = 0; round < 5; round += 1) {
    const over = called();
    let asked = 0;
    const opened = await open(() => (asked += 1) < 2);
    await assert.rejects(async () => (await ask(opened, chat, { stream: false })).text());
    assert.equal((await over).outcome, 'cut');
  }
  assert.equal((await ask(await open(), chat)).status, 200);
});
