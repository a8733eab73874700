import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { z } from 'zod';
import { tempDir } from '../temp-dir.ts';
import { loadScripts } from './script.ts';
import type { Scripts } from './script.ts';
import { startModelServer } from './server.ts';
import type { ModelServer } from './server.ts';

const shellTool = {
  type: 'function',
  function: { name: 'bash', parameters: { type: 'object', properties: {} } },
};

async function serve(t: TestContext, scripts: Scripts): Promise<ModelServer> {
  const server = await startModelServer({ scripts });
  t.after(() => server.close());
  return server;
}

function post(server: ModelServer, body: object, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body), ...init });
}

function ask(prompt: string, more: object = {}): object {
  return { model: 'm', tools: [shellTool], messages: [{ role: 'user', content: prompt }], ...more };
}

const Completion = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });

async function textOf(response: Response): Promise<string> {
  assert.equal(response.status, 200);
  const body = Completion.parse(await response.json());
  return body.choices[0].message.content;
}

test('a step fails the given number of times, counted for each script, step and run', async (t) => {
  const server = await serve(t, { flaky: [{ fail: { status: 500, times: 2 }, say: 'Recovered.' }] });
  const status = async (run: string): Promise<number> =>
    (await post(server, ask(`[[script:flaky run=${run}]]`))).status;
  assert.deepEqual([await status('a'), await status('b'), await status('a')], [500, 500, 500]);
  assert.deepEqual([await status('a'), await status('b'), await status('b')], [200, 500, 200]);
});

test('an unknown script is answered with the names that exist', async (t) => {
  const server = await serve(t, { one: [{ say: '1' }], two: [{ say: '2' }] });
  assert.equal(
    await textOf(await post(server, ask('[[script:three]]'))),
    'There is no script three; there are: one, two.',
  );
});

test('a request without tools gets a side answer, and one without a script says so', async (t) => {
  const server = await serve(t, { one: [{ say: '1' }] });
  assert.equal(await textOf(await post(server, ask('[[script:one]]', { tools: [] }))), 'A side answer.');
  assert.equal(await textOf(await post(server, ask('hello'))), 'No message names a script.');
});

test('after its last step a script has nothing more to do', async (t) => {
  const server = await serve(t, { one: [{ say: '1' }] });
  const messages = [
    { role: 'user', content: '[[script:one]]' },
    { role: 'assistant', content: '1' },
    { role: 'user', content: 'and now?' },
  ];
  assert.equal(await textOf(await post(server, ask('', { messages }))), 'All scripted steps are done.');
});

test('sessions that run side by side do not disturb one another', async (t) => {
  const server = await serve(t, { count: [{ say: '${who} 0' }, { say: '${who} 1' }, { say: '${who} 2' }] });
  const session = async (who: string): Promise<string[]> => {
    const messages: { role: string; content: string }[] = [
      { role: 'user', content: `[[script:count who=${who}]]` },
    ];
    for (let turn = 0; turn < 3; turn += 1) {
      const content = await textOf(await post(server, ask('', { messages })));
      messages.push({ role: 'assistant', content }, { role: 'user', content: 'go on' });
    }
    return messages.filter((message) => message.role === 'assistant').map((message) => message.content);
  };
  const [ada, bob] = await Promise.all([session('ada'), session('bob')]);
  assert.deepEqual(ada, ['ada 0', 'ada 1', 'ada 2']);
  assert.deepEqual(bob, ['bob 0', 'bob 1', 'bob 2']);
});

test('a hanging step sends its words, and tells when the client gave up', async (t) => {
  const server = await serve(t, { stuck: [{ say: 'thinking', hang: true }] });
  const abort = new AbortController();
  const response = await post(server, ask('[[script:stuck]]', { stream: true }), { signal: abort.signal });
  const request = await server.waitFor((each) => each.script === 'stuck');
  let seen = '';
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) {
      seen += Buffer.from(chunk).toString('utf8');
      if (seen.includes('thinking')) abort.abort();
    }
  });
  assert.equal(await request.outcome, 'closed');
});

test('waitFor finds what has come, waits for what will, and tells what came instead', async (t) => {
  const server = await serve(t, { one: [{ say: '1' }] });
  const future = server.waitFor((request) => request.script === 'one');
  await post(server, ask('[[script:one]]'));
  assert.equal(await future, await server.waitFor((request) => request.script === 'one'));
  await assert.rejects(
    server.waitFor(() => false, 1),
    /no such request within 1 ms; there were chat one#0/,
  );
});

test('closing ends a hanging reply and everyone who waits', async () => {
  const server = await startModelServer({ scripts: { stuck: [{ say: 'thinking', hang: true }] } });
  const hanging = post(server, ask('[[script:stuck]]'));
  await server.waitFor((request) => request.script === 'stuck');
  const waiting = server.waitFor(() => false);
  const ends = Promise.all([assert.rejects(hanging), assert.rejects(waiting, /was closed/)]);
  await server.close();
  await ends;
});

test('models are listed and tokens counted, as clients ask for on the side', async (t) => {
  const server = await serve(t, {});
  const get = async (path: string, method = 'GET'): Promise<unknown> =>
    (await fetch(server.url + path, { method })).json();
  assert.match(JSON.stringify(await get('/v1/models')), /"data":\[\{"id":"scripted-model"/);
  assert.match(JSON.stringify(await get('/v1beta/models')), /"models":\[\{"name":"models\/scripted-model"/);
  assert.match(JSON.stringify(await get('/v1beta/models/g:countTokens', 'POST')), /"totalTokens":\d+/);
  assert.match(JSON.stringify(await get('/v1/messages/count_tokens', 'POST')), /"input_tokens":\d+/);
});

test('a compressed request is read; a broken or misdirected one is refused with the reason', async (t) => {
  const server = await serve(t, { one: [{ say: 'unpacked' }] });
  const body = zstdCompressSync(JSON.stringify(ask('[[script:one]]')));
  assert.equal(
    await textOf(await post(server, {}, { body, headers: { 'content-encoding': 'zstd' } })),
    'unpacked',
  );
  const broken = await post(server, {}, { body: '{"model":' });
  assert.equal(broken.status, 400);
  assert.match(await broken.text(), /JSON/);
  const elsewhere = await fetch(`${server.url}/v2/other`);
  assert.equal(elsewhere.status, 404);
  assert.match(await elsewhere.text(), /nothing is served at \/v2\/other/);
});

test('scripts are read from a folder by name; a misspelled key is named with its place', async (t) => {
  const dir = join(tempDir(t), 'scripts');
  mkdirSync(dir);
  writeFileSync(join(dir, 'lines.json'), '[{ "say": ["one", "two"] }]');
  const server = await serve(t, await loadScripts(dir));
  assert.equal(await textOf(await post(server, ask('[[script:lines]]'))), 'one\ntwo');
  writeFileSync(join(dir, 'typo.json'), '[{ "says": "hello" }]');
  await assert.rejects(loadScripts(dir), /script typo: .*"says"/s);
});

test('every script beside the server is well formed', async () => {
  const names = Object.keys(await loadScripts(join(import.meta.dirname, 'scripts')));
  assert.ok(names.includes('hello'));
});
