// The client against a real HTTP server: what goes over the wire, and which error each way of failing becomes.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { ContractServer, refusal, taskJson } from '../../test/support/contract-server.ts';
import { connect } from './client.ts';
import { endpoints } from './endpoints.ts';

test('a call sends its token, parameters, query and body, and returns what the server answers', async (context) => {
  const server = await ContractServer.start(context);
  server.on('POST', '/tasks/([^/]+)/send', (call, [task]) => ({ body: { task, sent: call.body } }));
  const client = connect({ url: `${server.url}/`, token: server.token });
  const answer = await client.call(endpoints.sendToTask, {
    params: { task: 'a/b c' },
    query: { project: 'p 1' },
    body: { message: 'grüße' },
  });
  assert.deepEqual(answer, { task: 'a/b c', sent: { message: 'grüße' } });
  const call = server.calls.at(-1);
  assert.equal(call?.query.get('project'), 'p 1');
  assert.equal(call?.headers.authorization, 'Bearer test-token');
});

test('a refused call throws the code, the message and the next step of the server', async (context) => {
  const server = await ContractServer.start(context);
  server.on('POST', '/tasks/1/apply', () => refusal(409, 'invalid_transition', 'Not ready.', 'Wait for it.'));
  const client = connect({ url: server.url, token: server.token });
  await assert.rejects(client.call(endpoints.applyTask, { params: { task: '1' } }), {
    name: 'AppError',
    code: 'invalid_transition',
    message: 'Not ready.',
    next: 'Wait for it.',
  });
});

test('an answer without content is undefined', async (context) => {
  const server = await ContractServer.start(context);
  server.on('DELETE', '/tasks/1', () => ({}));
  const client = connect({ url: server.url, token: server.token });
  assert.equal(await client.call(endpoints.deleteTask, { params: { task: '1' } }), undefined);
});

test('where nothing listens, the daemon is unreachable and the address is named', async (context) => {
  const server = await ContractServer.start(context);
  const url = 'http://127.0.0.1:1';
  const client = connect({ url, token: server.token });
  await assert.rejects(client.call(endpoints.health), {
    code: 'daemon_unreachable',
    message: /127\.0\.0\.1:1/,
  });
});

test('a daemon that is silent for too long is unreachable', async (context) => {
  const server = await ContractServer.start(context);
  server.on('GET', '/health', () => new Promise(() => undefined));
  const client = connect({ url: server.url, token: server.token });
  await assert.rejects(client.call(endpoints.health, { timeoutMs: 50 }), { code: 'daemon_unreachable' });
});

test('another program at the address is not believed, whatever it answers', async (context) => {
  for (const [status, body] of [
    [502, '<html>Bad gateway</html>'],
    [404, '{"error":"no"}'],
  ] as const) {
    const other = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    context.after(() => other.close());
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await assert.rejects(connect({ url, token: 't' }).call(endpoints.health), {
      code: 'daemon_unreachable',
      message: /not Tasklane/,
    });
  }
});

test('an address that is none is the fault of the caller', async () => {
  await assert.rejects(connect({ url: 'localhost', token: 't' }).call(endpoints.health), {
    code: 'invalid_input',
  });
});

test('an aborted call rejects as aborted and not as an unreachable daemon', async (context) => {
  const server = await ContractServer.start(context);
  server.on('GET', '/health', () => new Promise(() => undefined));
  const client = connect({ url: server.url, token: server.token });
  await assert.rejects(
    client.call(endpoints.health, { signal: AbortSignal.timeout(30) }),
    (error: Error) => error.name !== 'AppError',
  );
});

test('a parameter that is missing is a bug and no request is sent', async (context) => {
  const server = await ContractServer.start(context);
  server.tasks.push(taskJson());
  await assert.rejects(
    connect({ url: server.url, token: server.token }).call(endpoints.showTask),
    /lacks its parameter task/,
  );
  assert.equal(server.calls.length, 0);
});
