// The HTTP interface of the real daemon: who may talk to it, what it answers to nonsense, and a live stream that resumes.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ErrorBody, EventJson, ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import { SseParser } from '../../src/api/sse.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

interface Outgoing {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** A stage whose daemon runs. */
async function running(context: TestContext, scripts: Scripts = {}): Promise<Stage> {
  const stage = await createStage(context, { scripts });
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  return stage;
}

function authorization(stage: Stage): OutgoingHttpHeaders {
  return { authorization: `Bearer ${readFileSync(join(stage.home, 'token'), 'utf8').trim()}` };
}

function open(stage: Stage, path: string, outgoing: Outgoing = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, headers } = outgoing;
    const sent = request(new URL(path, stage.client().url), {
      ...(method && { method }),
      ...(headers && { headers }),
    });
    sent.once('response', resolve).once('error', reject).end(outgoing.body);
  });
}

async function ask(stage: Stage, path: string, outgoing: Outgoing = {}): Promise<Answer> {
  const response = await open(stage, path, outgoing);
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** What is wrong, checked to be of the one shape that every error has. */
function errorOf(answer: Answer): ErrorBody['error'] {
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
  const { error } = JSON.parse(answer.text) as ErrorBody;
  assert.deepEqual(Object.keys(error), ['code', 'message', 'next', 'details']);
  return error;
}

test('R71 without the right token nothing is answered, on any path', async (context) => {
  const stage = await running(context);
  assert.equal(statSync(join(stage.home, 'token')).mode & 0o077, 0);
  const wrong: readonly OutgoingHttpHeaders[] = [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: 'Basic dGFzazpsYW5l' },
    { cookie: `token=${String(authorization(stage)['authorization']).slice(7)}` },
  ];
  for (const headers of wrong)
    for (const path of ['/api/v1/health', '/api/v1/tasks', '/api/v1/events', '/nothing', '/']) {
      const answer = await ask(stage, path, { headers });
      assert.equal(answer.status, 401, path);
      assert.equal(errorOf(answer).code, 'unauthorized');
    }
  const created = await ask(stage, '/api/v1/tasks', {
    method: 'POST',
    body: '{"project":"sample","prompt":"x"}',
  });
  assert.equal(created.status, 401);
  assert.equal((await ask(stage, '/api/v1/health', { headers: authorization(stage) })).status, 200);
});

test('another host name, or a request that comes from a web page elsewhere, is refused even with the token', async (context) => {
  const stage = await running(context);
  const right = authorization(stage);
  const { host, port } = new URL(stage.client().url);
  for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', '10.0.0.1']) {
    const answer = await ask(stage, '/api/v1/tasks', { headers: { ...right, host: name } });
    assert.deepEqual([answer.status, errorOf(answer).code], [421, 'forbidden_host'], name);
  }
  for (const origin of ['http://evil.example', 'null', 'http://localhost:1', `https://${host}`]) {
    const answer = await ask(stage, '/api/v1/tasks', { headers: { ...right, origin } });
    assert.equal(errorOf(answer).code, 'forbidden_host', origin);
    assert.ok(answer.status >= 400);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  }
  for (const headers of [{ host: `localhost:${port}` }, { host, origin: `http://${host}` }])
    assert.equal((await ask(stage, '/api/v1/tasks', { headers: { ...right, ...headers } })).status, 200);
});

test('what is no JSON, no such field, no such thing or too much is said as that, and never as a defect', async (context) => {
  const stage = await running(context);
  const headers = { ...authorization(stage), 'content-type': 'application/json' };
  const post = (path: string, body: string): Promise<Answer> =>
    ask(stage, path, { method: 'POST', headers, body });
  const cases: readonly (readonly [Promise<Answer>, number, string, RegExp])[] = [
    [post('/api/v1/tasks', '{ oops'), 400, 'invalid_input', /not valid JSON/],
    [post('/api/v1/tasks', '{}'), 400, 'invalid_input', /project.*prompt/],
    [post('/api/v1/tasks', '[]'), 400, 'invalid_input', /body/],
    [post('/api/v1/tasks', '{"project":"sample","prompt":"x","chek":1}'), 400, 'invalid_input', /chek/],
    [post('/api/v1/tasks', '{"project":"sample","prompt":" "}'), 400, 'invalid_input', /empty/],
    [post('/api/v1/tasks', '{"project":"nope","prompt":"x"}'), 404, 'not_found', /“nope”/],
    [post('/api/v1/tasks', '{"project":"sample","prompt":"x","agent":"nope"}'), 422, 'unknown_agent', /nope/],
    [post('/api/v1/tasks/99/apply', ''), 404, 'not_found', /99/],
    [ask(stage, '/api/v1/nothing', { headers }), 404, 'not_found', /GET \/api\/v1\/nothing/],
    [ask(stage, '/api/v1/tasks', { method: 'DELETE', headers }), 404, 'not_found', /DELETE/],
    [ask(stage, '/api/v1/tasks?limit=x', { headers }), 400, 'invalid_input', /limit/],
    [ask(stage, '/api/v1/tasks?state=running,flying', { headers }), 400, 'invalid_input', /flying/],
    [ask(stage, '/api/v1/tasks/..%2F..%2Ftoken', { headers }), 404, 'not_found', /token/],
  ];
  for (const [asked, status, code, message] of cases) {
    const answer = await asked;
    const error = errorOf(answer);
    assert.deepEqual([answer.status, error.code], [status, code], error.message);
    assert.match(error.message, message);
    assert.doesNotMatch(answer.text, /\n *at |node_modules/);
  }
  const large = await post(
    '/api/v1/tasks',
    JSON.stringify({ project: 'sample', prompt: 'x'.repeat(2_000_000) }),
  );
  assert.deepEqual([large.status, errorOf(large).code], [400, 'invalid_input']);
  assert.match(errorOf(large).message, /larger than 1 MiB/);
});

test('a check log is found by the name in the evidence, and no other file is', async (context) => {
  const stage = await running(context);
  const task = await stage.ready('hello', {}, '--check', 'echo checked');
  const headers = authorization(stage);
  const log = task.result?.checks[0]?.log ?? '';
  const right = await ask(stage, `/api/v1/tasks/${task.id}/checks/${log}`, { headers });
  assert.deepEqual([right.status, right.text], [200, 'checked\n']);
  for (const name of ['..%2F..%2F..%2F..%2Ftoken', 'other.log'])
    assert.equal((await ask(stage, `/api/v1/tasks/${task.id}/checks/${name}`, { headers })).status, 404);
});

test('R216 a live stream that is cut resumes after Last-Event-ID, without a gap or a duplicate', async (context) => {
  const words = Array.from({ length: 100 }, (_, index) => `word${index}`).join(' ');
  const stage = await running(context, { talk: [{ say: words, wordDelayMs: 20 }] });
  const run = stage.start('run', promptOf('talk'), '--json');
  const seen: EventJson[] = [];
  let streams = 0;
  const isDone = (): boolean =>
    seen.some((event) => event.type === 'task.changed' && event.data['to'] === 'waiting');
  while (!isDone()) {
    streams += 1;
    for await (const event of stream(stage, seen.at(-1)?.id)) {
      seen.push(event);
      // Each connection is dropped after a few events, in the middle of the agent's words.
      if (isDone() || seen.length % 7 === 0) break;
    }
  }
  assert.ok(streams > 3, `only ${streams} connections`);
  await run.ended;
  const { events } = JSON.parse(
    (await ask(stage, '/api/v1/events?limit=5000', { headers: authorization(stage) })).text,
  ) as { events: EventJson[] };
  assert.deepEqual(seen, events.slice(0, seen.length));
});

test('a daemon that stops ends the live streams', async (context) => {
  const stage = await running(context);
  const response = await open(stage, '/api/v1/events', {
    headers: { ...authorization(stage), accept: 'text/event-stream' },
  });
  response.resume();
  const ended = new Promise((resolve) => response.once('close', resolve));
  assert.equal((await stage.run('stop')).code, 0);
  await ended;
});

test('all that the command line does can be done over HTTP alone', async (context) => {
  const stage = await createStage(context);
  await stage.run('task', 'list');
  const headers = authorization(stage);
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await ask(stage, path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(answer.status < 300, answer.text);
    return JSON.parse(answer.text) as T;
  };
  const project = await post<ProjectJson>('/api/v1/projects', { path: stage.repository.dir });
  const draft = await post<TaskJson>('/api/v1/tasks', {
    project: project.id,
    prompt: promptOf('hello'),
    checks: [{ command: 'test -f hello.txt' }],
    draft: true,
  });
  assert.equal(draft.state, 'draft');
  await post(`/api/v1/tasks/${draft.id}/accept`, {});
  await stage.until(draft.id, 'ready');
  const done = await post<TaskJson>(`/api/v1/tasks/${draft.id}/apply`, {});
  assert.equal(done.state, 'done');
  assert.equal(stage.head(), done.applied_commit);
});

async function* stream(stage: Stage, after: number | undefined): AsyncGenerator<EventJson> {
  const headers = {
    ...authorization(stage),
    accept: 'text/event-stream',
    ...(after !== undefined && { 'last-event-id': String(after) }),
  };
  const response = await open(stage, '/api/v1/events', { headers });
  assert.equal(response.statusCode, 200);
  const parser = new SseParser();
  try {
    for await (const chunk of response.setEncoding('utf8'))
      for (const data of parser.feed(String(chunk))) yield JSON.parse(data) as EventJson;
  } finally {
    response.destroy();
  }
}
