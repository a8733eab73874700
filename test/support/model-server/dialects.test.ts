// Each dialect is read by the client that real agents use for it: the providers of the AI SDK.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, stepCountIs, streamText, tool } from 'ai';
import type { LanguageModel, LanguageModelUsage } from 'ai';
import { z } from 'zod';
import { USAGE } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Scripts } from './script.ts';
import { startModelServer } from './server.ts';
import type { ModelServer } from './server.ts';

// The clients warn about models they do not know, which is all this server has.
globalThis.AI_SDK_LOG_WARNINGS = false;

const MODELS: Readonly<Record<Dialect['name'], (url: string) => LanguageModel>> = {
  chat: (url) =>
    createOpenAICompatible({ name: 'local', baseURL: `${url}/v1`, apiKey: 'key', includeUsage: true })('m-1'),
  responses: (url) => createOpenAI({ baseURL: `${url}/v1`, apiKey: 'key' }).responses('m-1'),
  anthropic: (url) => createAnthropic({ baseURL: `${url}/v1`, apiKey: 'key' })('m-1'),
  gemini: (url) => createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey: 'key' })('m-1'),
};
const DIALECTS = ['chat', 'responses', 'anthropic', 'gemini'] as const satisfies readonly Dialect['name'][];

interface Said {
  readonly text: string;
  readonly reads: readonly string[];
  readonly finishReason: string;
  readonly usage: LanguageModelUsage;
}

type Ask = (model: LanguageModel, prompt: string) => Promise<Said>;

function readTool(reads: string[]) {
  const inputSchema = z.object({ file_path: z.string() });
  return tool({
    inputSchema,
    execute: ({ file_path }) => {
      reads.push(file_path);
      return `content of ${file_path}`;
    },
  });
}

const ASKS: Readonly<Record<string, Ask>> = {
  'in one piece': async (model, prompt) => {
    const reads: string[] = [];
    const tools = { read_file: readTool(reads) };
    const done = await generateText({ model, prompt, tools, maxRetries: 0, stopWhen: stepCountIs(9) });
    return { text: done.text, reads, finishReason: done.finishReason, usage: done.usage };
  },
  streamed: async (model, prompt) => {
    const reads: string[] = [];
    const tools = { read_file: readTool(reads) };
    let failure: Error | undefined;
    const onError = (event: { readonly error: unknown }): void => {
      failure = event.error instanceof Error ? event.error : new Error(String(event.error));
    };
    const stream = streamText({ model, prompt, tools, maxRetries: 0, stopWhen: stepCountIs(9), onError });
    await stream.consumeStream();
    if (failure !== undefined) throw failure;
    const [text, finishReason, usage] = [await stream.text, await stream.finishReason, await stream.usage];
    return { text, reads, finishReason, usage };
  },
};

async function serve(t: TestContext, scripts: Scripts): Promise<ModelServer> {
  const server = await startModelServer({ scripts });
  t.after(() => server.close());
  return server;
}

for (const dialect of DIALECTS) {
  for (const [manner, ask] of Object.entries(ASKS)) {
    test(`${dialect}, ${manner}: words arrive unchanged, with their usage`, async (t) => {
      const words = 'Two  words\nand "quotes" — ünïcode.';
      const server = await serve(t, { talk: [{ say: words }] });
      const said = await ask(MODELS[dialect](server.url), 'Hello [[script:talk]]');
      assert.equal(said.text, words);
      assert.equal(said.finishReason, 'stop');
      assert.equal(said.usage.inputTokens, USAGE.input);
      assert.equal(said.usage.outputTokens, USAGE.output);
      assert.equal(said.usage.inputTokenDetails.cacheReadTokens, USAGE.cached);
      const [request] = server.requests;
      assert.equal(request?.dialect, dialect);
      assert.equal(request.model, 'm-1');
      assert.equal(request.stream, manner === 'streamed');
      assert.match(request.auth ?? '', /^(Bearer )?key$/);
      assert.deepEqual(request.tools, ['read_file']);
      assert.equal(await request.outcome, 'sent');
    });

    test(`${dialect}, ${manner}: tools are called, and their results lead to the next step`, async (t) => {
      const server = await serve(t, {
        look: [
          { say: 'I look.', do: [{ read: { path: 'a.txt' } }, { read: { path: 'b "2".txt' } }] },
          { do: [{ read: { path: '${third}' } }] },
          { say: 'All seen.' },
        ],
      });
      const said = await ask(MODELS[dialect](server.url), '[[script:look third=c.txt]]');
      assert.equal(said.text, 'All seen.');
      assert.deepEqual(said.reads, ['a.txt', 'b "2".txt', 'c.txt']);
      const seen = server.requests.map((request) => [request.step, request.lastToolResult ?? '']);
      assert.deepEqual(
        seen.map(([step]) => step),
        [0, 1, 2],
      );
      assert.match(String(seen[1]?.[1]), /content of b \\?"2\\?"\.txt/);
      assert.match(String(seen[2]?.[1]), /content of c\.txt/);
    });

    test(`${dialect}, ${manner}: a failure has its status, message and headers`, async (t) => {
      const fail = { status: 429, message: 'too many at once', headers: { 'retry-after': '7' } };
      const server = await serve(t, { busy: [{ fail }] });
      await assert.rejects(ask(MODELS[dialect](server.url), '[[script:busy]]'), (error) => {
        assert.ok(APICallError.isInstance(error));
        assert.equal(error.statusCode, 429);
        assert.match(error.message, /too many at once/);
        assert.equal(error.responseHeaders?.['retry-after'], '7');
        return true;
      });
    });

    test(`${dialect}, ${manner}: a cut connection is an error, once, and then none`, async (t) => {
      const server = await serve(t, { shaky: [{ say: 'half an answer', cut: { times: 1 } }] });
      await assert.rejects(ask(MODELS[dialect](server.url), '[[script:shaky]]'));
      assert.equal(await server.requests[0]?.outcome, 'closed');
      assert.equal((await ask(MODELS[dialect](server.url), '[[script:shaky]]')).text, 'half an answer');
    });
  }

  test(`${dialect}: the words before a cut have arrived`, async (t) => {
    const server = await serve(t, { shaky: [{ say: 'half an answer', cut: true }] });
    let text = '';
    const tools = { read_file: readTool([]) };
    const stream = streamText({
      model: MODELS[dialect](server.url),
      prompt: '[[script:shaky]]',
      tools,
      maxRetries: 0,
      onError: () => undefined,
    });
    await assert.rejects(async () => {
      for await (const part of stream.textStream) text += part;
    });
    assert.equal(text, 'half an answer');
  });
}
