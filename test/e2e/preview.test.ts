// A live preview: the project's own command in the task's copy, under a host name of its own, for HTTP and WebSockets.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

/** Says what it was asked, shows a file, and echoes what comes over an upgraded connection. */
const server = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
const server = createServer((request, response) => {
  response.setHeader('set-cookie', ['seen=1; Domain=localhost; Path=/', 'tasklane_session=bad']);
  if (request.url === '/file') return void response.end(readFileSync('page.txt'));
  request.setEncoding('utf8');
  let body = '';
  request.on('data', (text) => (body += text));
  request.on('end', () => response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body })));
});
server.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: ' + request.headers.upgrade + '\\r\\nConnection: Upgrade\\r\\n\\r\\n');
  socket.pipe(socket);
});
server.listen(Number(process.env.PORT), process.env.HOST, () => console.log('listening'));
`;

const command = `"${process.execPath}" server.mjs`;
const files = {
  'server.mjs': server,
  'page.txt': 'before\n',
  '.tasklane/config.json': JSON.stringify({ preview: command }),
};
const scripts = {
  work: [
    { do: [{ write: { path: 'page.txt', content: 'after\n' } }] },
    { do: [{ write: { path: '.tasklane/config.json', content: '{"preview":"touch stolen"}' } }] },
    { say: 'Done.' },
  ],
};

interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** As a browser does it, which resolves every name below localhost to this machine. */
async function look(
  address: string,
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Seen> {
  const { port, host } = new URL(address);
  const headers = { host, ...given.headers };
  const sent = request({ host: '127.0.0.1', port, path, method: given.method ?? 'GET', headers });
  sent.end(given.body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
}

/** Without the daemon in between. Rejects when nobody listens. */
async function lookAt(port: number | undefined): Promise<Seen> {
  return look(`http://127.0.0.1:${port}/`, '/file');
}

async function open(stage: Stage, ref: string): Promise<string> {
  const result = await stage.run('task', 'preview', ref);
  assert.equal(result.code, 0, result.stderr);
  return result.stdout.trim();
}

test('R185 a finished task shows its work on an origin of its own, and nothing of ours goes there', async (context) => {
  const stage = await createStage(context, { files, scripts });
  await stage.ready('work', {}, '--name', 'page');
  const address = await open(stage, 'page');
  assert.match(address, /^http:\/\/t1-[a-z0-9]{20}\.preview\.localhost:\d+\/$/);
  assert.equal(await open(stage, 'page'), address);
  assert.equal((await look(address, '/file')).text, 'after\n');

  const headers = { cookie: 'mine=1; __Host-tasklane_session=secret; other=2', authorization: 'Basic x' };
  const posted = await look(address, '/llm/a?b=c', { method: 'POST', body: 'hello', headers });
  const said = JSON.parse(posted.text) as Seen & { url: string; method: string; body: string };
  assert.deepEqual([said.method, said.url, said.body], ['POST', '/llm/a?b=c', 'hello']);
  assert.equal(said.headers.cookie, 'mine=1; other=2');
  assert.equal(said.headers.host, new URL(address).host);
  assert.deepEqual(posted.headers['set-cookie'], ['seen=1; Path=/']);
  assert.equal(posted.headers['x-tasklane-version'], undefined);

  // A page in it that calls us is refused, and a name that somebody guesses shows nothing.
  const origin = new URL(address).origin;
  const { url } = stage.client();
  const call = await fetch(`${url}/api/v1/tasks`, { headers: { origin } });
  assert.equal(call.status, 421);
  const other = address.replace(/t1-[a-z0-9]+/, 't1-aaaaaaaaaaaaaaaaaaaa');
  assert.equal((await look(other, '/file')).status, 404);

  const socket = connect({ host: '127.0.0.1', port: Number(new URL(address).port) });
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('utf8')));
  socket.write(
    `GET /hot HTTP/1.1\r\nHost: ${new URL(address).host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  );
  await until(() => received.includes('\r\n\r\n'), 'the socket is upgraded');
  assert.match(received, /^HTTP\/1\.1 101/);
  socket.write('ping-1');
  await until(() => received.endsWith('ping-1'), 'it is echoed');
  const closed = once(socket, 'close');

  const state = await stage.client().call(endpoints.showPreview, { params: { task: 'page' } });
  assert.deepEqual([state.preview?.command, state.preview?.output.trim()], [command, 'listening']);
  await stage.run('task', 'dismiss', 'page');
  await closed;
  assert.equal((await look(address, '/file')).status, 404);
  const after = await stage.client().call(endpoints.showPreview, { params: { task: 'page' } });
  assert.equal(after.preview, null);
  const gone = await stage.run('task', 'preview', 'page');
  assert.match(gone.stderr, /is dismissed and has no copy to preview/);
});

test('R185 a preview that nobody looks at ends; one that does not start says what it printed', async (context) => {
  const stage = await createStage(context, { files, scripts, config: { previewIdleMs: 400 } });
  await stage.ready('write', { path: 'a.txt', content: 'a' }, '--name', 'page');
  const address = await open(stage, 'page');
  const { preview } = await stage.client().call(endpoints.showPreview, { params: { task: 'page' } });
  assert.equal(preview?.idle_ms, 400);
  let isOver = false;
  const isGone = async (): Promise<void> => {
    // Looking at the state is not looking at the preview.
    const now = await stage.client().call(endpoints.showPreview, { params: { task: 'page' } });
    isOver = now.preview === null;
  };
  while (!isOver) await isGone();
  assert.equal((await look(address, '/')).status, 404);
  assert.notEqual(await open(stage, 'page'), address);
  assert.equal((await stage.run('task', 'preview', 'page', '--stop')).code, 0);

  stage.repository.write('.tasklane/config.json', JSON.stringify({ preview: 'echo no such port; exit 3' }));
  const bad = await stage.run('task', 'preview', 'page');
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /The preview command ended with exit code 3/);
  assert.match(bad.stderr, /no such port/);
  stage.repository.write('.tasklane/config.json', '{}');
  assert.match((await stage.run('task', 'preview', 'page')).stderr, /has no preview command/);
});

test('R185 two previews have ports of their own; with the daemon they end, and after a kill -9 at its next start', async (context) => {
  const stage = await createStage(context, { files, scripts });
  for (const name of ['one', 'other'])
    await stage.ready('write', { path: 'page.txt', content: `by-${name}` }, '--name', name);
  const addresses = [await open(stage, 'one'), await open(stage, 'other')] as const;
  const ports = await Promise.all(
    ['one', 'other'].map(async (task) => {
      const { preview } = await stage.client().call(endpoints.showPreview, { params: { task } });
      return preview?.port;
    }),
  );
  assert.equal(new Set(ports).size, 2);
  const shown = await Promise.all(addresses.map(async (address) => (await look(address, '/file')).text));
  assert.deepEqual(shown, ['by-one\n', 'by-other\n']);

  await stage.killDaemon();
  const direct = await Promise.all(ports.map(async (port) => (await lookAt(port)).text));
  assert.deepEqual(direct, shown, 'they outlive it');
  const left = [...stage.workers().values()].filter((line) => line.includes('server.mjs'));
  if (process.platform === 'linux') assert.ok(left.length >= 2, left.join());
  // Any command starts the next daemon, which knows them by their HOME.
  assert.equal((await stage.run('task', 'show', 'one')).code, 0);
  if (process.platform === 'linux') for (const port of ports) await assert.rejects(lookAt(port));
  const { preview } = await stage.client().call(endpoints.showPreview, { params: { task: 'one' } });
  assert.equal(preview, null);

  const again = await open(stage, 'one');
  assert.equal((await look(again, '/file')).text, 'by-one\n');
  assert.equal((await stage.run('stop')).code, 0);
  await stage.quiet();
  await assert.rejects(look(again, '/file'));
});
