// Every call of the contract, walked over from its own schemas: what does not exist, what is not JSON, each field that is
// wrong or too long, a version that is old, a request that is sent twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { ZodType } from 'zod';
import { operations } from '../api/contract.ts';
import type { AnyOperation } from '../api/contract/operation.ts';
import { requestId } from '../domain/ids.ts';
import { newRequest } from '../domain/planning/request.ts';
import { ApiRoom } from '../../test/support/api-room.ts';
import type { Answer } from '../../test/support/api-room.ts';
import { exampleOf } from './openapi/example.ts';
import { componentSchemas, schemaOf } from './openapi/schemas.ts';
import type { Json } from './openapi/schemas.ts';

const schemas = componentSchemas();
const all = operations();
const withBody = all.filter(([, { body }]) => body !== undefined);

/** The path with its parameters; a task that is a draft, unless told otherwise. */
function pathOf({ path }: AnyOperation, given: Readonly<Record<string, string>> = {}): string {
  const known: Readonly<Record<string, string>> = {
    project: 'shop',
    task: 'in-draft',
    phase: 'parts',
    request: '7f3d2a10-0000-4000-8000-000000000000',
    schedule: 'nightly',
    intake: 'none',
    log: 'test-1.log',
    user: 'ada',
    token: 'none',
    template: 'sample',
    agent: 'tasklane',
    webhook: 'http://127.0.0.1:9/hook',
    delivery: 'none',
    version: '1',
    subagent: 'code-search',
    run: 'none',
    approval: 'none',
    comment: 'none',
  };
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(given[name] ?? known[name] ?? ''),
  );
  return path.includes('/phases/:phase/tasks/') && given['task'] === undefined
    ? filled.replace('in-draft', '1')
    : filled;
}

/** An agent that is not there has a code of its own, with those that are. */
const ofAgents = ['resumeAgent', 'checkAgent'];

/** For every parameter that a path may have. */
function everywhere(ref: string): Readonly<Record<string, string>> {
  const names = [
    'project',
    'task',
    'phase',
    'request',
    'schedule',
    'intake',
    'log',
    'user',
    'token',
    'template',
    'version',
    'agent',
    'webhook',
    'delivery',
    'subagent',
    'run',
    'approval',
    'comment',
    'resolution',
  ];
  return Object.fromEntries(names.map((name) => [name, ref]));
}

function bodyFor({ body }: AnyOperation): Json {
  return body === undefined ? {} : (exampleOf(schemaOf(body, 'input'), schemas) as Json);
}

function codeOf(answer: Answer): string {
  const { error } = answer.json as {
    error: { code: string; message: string; next: unknown; details: unknown };
  };
  assert.deepEqual(Object.keys(error), ['code', 'message', 'next', 'details']);
  return error.code;
}

async function filled(context: Parameters<typeof ApiRoom.open>[0]): Promise<ApiRoom> {
  const room = await ApiRoom.open(context);
  await room.fill();
  assert.equal(
    (await room.ask('/api/v1/webhooks', { body: { url: 'http://127.0.0.1:9/hook' } })).status,
    201,
  );
  await room.store.requests.insert(
    newRequest({
      id: requestId('7f3d2a10-0000-4000-8000-000000000000'),
      projectId: room.project.id,
      kind: 'question',
      text: 'Where is it?',
      agent: 'tasklane',
      model: null,
      by: 'ada',
      about: null,
      directions: [],
      createdAt: 1000,
    }),
  );
  const nightly = { project: 'shop', name: 'nightly', text: 'Look at it.', cron: '0 3 * * *' };
  assert.equal((await room.ask('/api/v1/schedules', { body: nightly })).status, 201);
  const files = [{ path: 'template.yaml', content: 'name: sample\n' }];
  assert.equal((await room.ask('/api/v1/templates', { body: { files } })).status, 201);
  const body = { project: 'shop', name: 'parts', prompt: '2 tasks: api (src/api/*), ui (src/ui/*)' };
  assert.equal((await room.ask('/api/v1/phases', { body })).status, 201);
  return room;
}

/** A body of the call with one field that is wrong, for each field and each way. */
function wrongBodies(operation: AnyOperation): readonly (readonly [field: string, body: Json])[] {
  const schema = z.toJSONSchema(operation.body ?? z.object({}), { io: 'input' });
  const good = bodyFor(operation);
  return Object.entries(schema.properties ?? {}).flatMap(([field, property]) => {
    const values = typeof property === 'object' ? wrongValues(property) : [];
    return values.map((value) => [field, { ...good, [field]: value }] as const);
  });
}

function wrongValues({ type, maxLength, enum: values, anyOf }: Json): readonly unknown[] {
  if (Array.isArray(anyOf)) {
    const mayBeNull = anyOf.some((one: Json) => one['type'] === 'null');
    return mayBeNull ? [{ a: 1 }] : [7, null];
  }
  if (Array.isArray(type)) return [{ a: 1 }];
  const tooLong =
    typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1), '🧵'.repeat(maxLength + 1)] : [];
  switch (type) {
    case 'string':
      return [7, null, [], {}, true, ...tooLong, ...(values === undefined ? [] : ['no such word'])];
    case 'integer':
      return ['7', null, 1.5, -(2 ** 60), {}];
    case 'number':
      return ['7', null, -(2 ** 60), {}];
    case 'boolean':
      return ['true', 1, null];
    case 'array':
      return ['x', {}, [null], 7];
    default:
      return ['x', 7, null];
  }
}

test('what is not there is not_found, in every call that names something', async (context) => {
  const room = await filled(context);
  const named = all.filter(([, { path }]) => path.includes(':'));
  assert.ok(named.length > 25);
  for (const [name, operation] of named)
    for (const missing of ['nothing', '99999', '../..', 'ünïcödé-🧵', "'; drop table tasks; --"]) {
      const given = everywhere(missing);
      const body = operation.body === undefined ? {} : { body: bodyFor(operation) };
      const answer = await room.ask(pathOf(operation, given), { method: operation.method, ...body });
      const wanted = ofAgents.includes(name) ? [422, 'unknown_agent'] : [404, 'not_found'];
      assert.deepEqual([answer.status, codeOf(answer)], wanted, `${name} ${missing}: ${answer.text}`);
    }
});

test('a name that is too long or has U+0000 is refused, in every call that names something', async (context) => {
  const room = await filled(context);
  for (const [name, operation] of all.filter(([, { path }]) => path.includes(':')))
    for (const bad of ['x'.repeat(201), 'a\0b']) {
      const given = everywhere(bad);
      const body = operation.body === undefined ? {} : { body: bodyFor(operation) };
      const answer = await room.ask(pathOf(operation, given), { method: operation.method, ...body });
      assert.equal(answer.status, 400, `${name}: ${answer.text}`);
    }
});

test('a body that is not JSON, or not an object, is refused', async (context) => {
  const room = await filled(context);
  assert.ok(withBody.length > 15);
  for (const [name, operation] of withBody)
    for (const body of [
      '{',
      '{"a":',
      'nonsense',
      '[]',
      '7',
      'null',
      '"text"',
      '\u0000',
      '{"a":1}}',
      `{"prompt":"\\u0000"}`,
    ]) {
      const answer = await room.ask(pathOf(operation), { method: operation.method, body });
      assert.equal(answer.status, 400, `${name} ${body}: ${answer.text}`);
      assert.equal(codeOf(answer), 'invalid_input');
    }
});

test('each field that is wrong or too long is refused, and named', async (context) => {
  const room = await filled(context);
  let tried = 0;
  for (const [name, operation] of withBody) {
    const unknown = { ...bodyFor(operation), no_such_field: 1 };
    for (const [field, body] of [...wrongBodies(operation), ['no_such_field', unknown] as const]) {
      const answer = await room.ask(pathOf(operation), { method: operation.method, body });
      assert.equal(
        answer.status,
        400,
        `${name}.${field} ${JSON.stringify(body).slice(0, 200)}: ${answer.text}`,
      );
      assert.match(answer.text, new RegExp(field), `${name}.${field}: ${answer.text}`);
      tried += 1;
    }
  }
  assert.ok(tried > 200, String(tried));
});

test('each field of a query that is wrong is refused', async (context) => {
  const room = await filled(context);
  const wrong: Readonly<Record<string, readonly string[]>> = {
    limit: ['0', '-1', 'many', '1.5', '1e9'],
    cursor: [
      'nonsense',
      'W10',
      '🧵',
      'e30',
      Buffer.from('["other",1]').toString('base64url'),
      'x'.repeat(301),
    ],
    after: ['-1', 'x', '1.5'],
    attempt: ['0', 'x'],
    policy: ['no such word'],
    priority: ['no such word'],
    state: ['no such word', ','],
    updated_since: ['yesterday', '2026-13-01T00:00:00Z'],
    q: ['x'.repeat(201)],
    project: ['x'.repeat(201)],
  };
  let tried = 0;
  for (const [name, operation] of all) {
    const shape =
      operation.query !== undefined && 'shape' in operation.query ? (operation.query.shape as object) : {};
    for (const field of Object.keys(shape).filter((each) => name !== 'queue' || each !== 'cursor'))
      for (const value of wrong[field] ?? []) {
        const answer = await room.ask(
          `${pathOf(operation)}?${new URLSearchParams({ [field]: value }).toString()}`,
          {
            method: operation.method,
          },
        );
        // A project that is not there is said before anything else.
        const wanted = field === 'project' ? [400, 404] : [400];
        assert.ok(wanted.includes(answer.status), `${name} ${field}=${value}: ${answer.text}`);
        tried += 1;
      }
  }
  assert.ok(tried > 80, String(tried));
});

test('an old version is stale_version and shows both, in every call that changes a task', async (context) => {
  const room = await filled(context);
  const edit = { method: 'PATCH', body: { title: 'Changed meanwhile' } };
  assert.equal((await room.ask('/api/v1/tasks/in-draft', edit)).status, 200);
  const changing = all.filter(([, { checksVersion }]) => checksVersion === true);
  assert.ok(changing.length >= 9);
  for (const [name, operation] of changing) {
    const good = operation.body === undefined ? undefined : bodyFor(operation);
    const { version: _, ...body } = good ?? {};
    const ways = [
      { headers: { 'if-match': '"1"' }, ...(good && { body }) },
      ...(good === undefined ? [] : [{ body: { ...body, version: 1 } }]),
    ];
    for (const way of ways) {
      const answer = await room.ask(pathOf(operation), { method: operation.method, ...way });
      assert.equal(answer.status, 409, `${name}: ${answer.text}`);
      assert.equal(codeOf(answer), 'stale_version');
      const { details } = (answer.json as { error: { details: Record<string, Record<string, unknown>> } })
        .error;
      assert.equal(details['read']?.['version'], 1);
      assert.equal(details['read']?.['title'], 'A task that is draft');
      assert.equal(details['current']?.['version'], 2);
      assert.equal(details['current']?.['title'], 'Changed meanwhile');
    }
  }
  assert.equal(((await room.ask('/api/v1/tasks/in-draft')).json as { version: number }).version, 2);
});

test('what is sent twice with one key is done once, in every POST that can be done', async (context) => {
  const room = await filled(context);
  const places: Readonly<Record<string, string>> = {
    archiveTask: 'in-failed',
    dismissTask: 'in-ready',
    retryTask: 'in-failed',
    cancelTask: 'in-paused',
    sendToTask: 'in-queued',
    moveTask: 'in-queued',
    acceptTask: 'in-draft',
  };
  const bodies: Readonly<Record<string, Json>> = {
    registerPhase: { project: 'shop', prompt: '1 task: docs (docs/*)' },
    addProject: { path: room.project.root },
  };
  const done: string[] = [];
  for (const [name, operation] of all.filter(([, { method }]) => method === 'POST')) {
    const { version: _, ...example } = bodies[name] ?? bodyFor(operation);
    const body = name === 'retryTask' ? {} : example;
    const path = pathOf(operation, places[name] === undefined ? {} : { task: places[name] });
    const headers = { 'idempotency-key': `key-of-${name}` };
    const before = await room.store.events.last();
    const first = await room.ask(path, { body, headers });
    const between = await room.store.events.last();
    const second = await room.ask(path, { body, headers });
    // This room knows its agents for good: the one that was added is not found, and the second time it is there.
    if (name !== 'addAgent') assert.equal(second.status, first.status, name);
    if (first.status >= 400) continue;
    done.push(name);
    assert.equal(second.text, first.text, name);
    assert.equal(second.headers.get('idempotency-replayed'), 'true', name);
    assert.equal(second.headers.get('etag'), first.headers.get('etag'), name);
    assert.equal(first.headers.get('idempotency-replayed'), null, name);
    assert.equal(await room.store.events.last(), between, `${name} was done again (${before}…)`);
    const other = await room.ask(path, { body: { ...body, version: 9 }, headers });
    assert.equal(other.status, 422, `${name} ${other.text}`);
    assert.equal(codeOf(other), 'idempotency_key_reused');
  }
  for (const name of [
    ...Object.keys(places),
    ...Object.keys(bodies),
    'createTask',
    'nextPhaseTask',
    'cancelPhase',
  ])
    assert.ok(done.includes(name) || name === 'archiveTask' || name === 'retryTask', `${name} was not done`);
});

test('answers are as the schemas say, field by field', async (context) => {
  const room = await filled(context);
  let read = 0;
  for (const [name, operation] of all.filter(([, { method }]) => method === 'GET')) {
    const answer = await room.ask(pathOf(operation, { task: 'in-ready' }));
    if (answer.status !== 200 || operation.media !== undefined) continue;
    assert.deepEqual(exactly(operation.response, answer.json), answer.json, name);
    read += 1;
  }
  assert.ok(read > 15, String(read));
});

/** What the schema knows of the value: a field that it does not know would be missing. */
function exactly(schema: ZodType, value: unknown): unknown {
  return schema.parse(value);
}
