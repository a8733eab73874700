// A seeded fuzz of the whole HTTP surface, made from the OpenAPI document as any client would read it: whatever is sent, the
// answer is one that the document promises, and never a 500. The seed of a failure is in its message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import { ApiRoom } from '../../test/support/api-room.ts';
import type { Answer } from '../../test/support/api-room.ts';
import { seededRandom } from '../../test/support/random.ts';
import type { Random } from '../../test/support/random.ts';
import { valueFor } from '../../test/support/schema-values.ts';
import type { Values } from '../../test/support/schema-values.ts';

type Json = Readonly<Record<string, unknown>>;

interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; schema: Json }[];
  readonly body: unknown;
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: Json }> }>>;
}

/** One looks at the machine, which takes a second each time; two send messages to wherever they are told. */
const leftOut: ReadonlySet<string> = new Set(['doctor', 'testWebhook', 'redeliver', 'createFromIssue']);

/** Per seed. Thousands are a matter of a minute or two: FUZZ_REQUESTS=5000 FUZZ_SEEDS=1,2,3. */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 1000);

class Fuzz {
  readonly #room: ApiRoom;
  readonly #random: Random;
  readonly #values: Values;
  readonly #calls: readonly Call[];
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #validators = new Map<string, ValidateFunction>();
  /** How often each call was answered with which status. */
  readonly seen = new Map<string, number>();

  constructor(room: ApiRoom, document: Json, random: Random) {
    this.#room = room;
    this.#random = random;
    this.#ajv.addSchema(document, 'openapi.json');
    const { schemas } = document['components'] as { schemas: Json };
    this.#calls = callsOf(document);
    this.#values = { random, schemas, known: knownWords(room) };
  }

  async step(): Promise<void> {
    const call = this.#random.pick(this.#calls);
    const asked = this.#request(call);
    const answer = await this.#room.ask(asked.path, asked);
    this.seen.set(`${call.name} ${answer.status}`, (this.seen.get(`${call.name} ${answer.status}`) ?? 0) + 1);
    this.#check(call, asked, answer);
  }

  #request(call: Call): { path: string; method: string; headers: Record<string, string>; body?: string } {
    const headers: Record<string, string> = {};
    const query = new URLSearchParams();
    let { path } = call;
    for (const { name, in: where, schema } of call.parameters) {
      if (where !== 'path' && this.#random.below(3) > 0) continue;
      const given: unknown = valueFor(schema, name, this.#values);
      const value = typeof given === 'string' ? given : JSON.stringify(given);
      // An empty segment would be another path, and not every text may be a header: those never reach us.
      if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value.toWellFormed() || 'x'));
      else if (where === 'query') query.set(name, value);
      else headers[name] = value.replaceAll(/[^ -~]/g, '').trim();
    }
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    const body = call.body === undefined ? {} : { body: this.#body(call.body) };
    return { path: path + search, method: call.method.toUpperCase(), headers, ...body };
  }

  #body(schema: unknown): string {
    const text = JSON.stringify(valueFor(schema, '', this.#values));
    return this.#random.below(40) === 0 ? text.slice(0, this.#random.below(text.length)) : text;
  }

  #check(call: Call, asked: object, answer: Answer): void {
    const told = `${JSON.stringify(asked).slice(0, 1500)}\nanswered ${answer.status} ${answer.text.slice(0, 1500)}`;
    assert.ok(answer.status < 500, told);
    const response = call.responses[String(answer.status)];
    assert.ok(response !== undefined, `${call.name} does not document this status\n${told}`);
    const media = answer.headers.get('content-type')?.split(';')[0] ?? '';
    if (response.content === undefined) return assert.equal(answer.text, '', told);
    assert.ok(response.content[media] !== undefined, `${call.name} does not document ${media}\n${told}`);
    if (media !== 'application/json') return undefined;
    const validate = this.#validator(call, answer.status);
    assert.ok(validate(answer.json), `${this.#ajv.errorsText(validate.errors)}\n${told}`);
  }

  #validator(call: Call, status: number): ValidateFunction {
    const pointer = [
      'paths',
      call.path,
      call.method,
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ]
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const known = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `openapi.json#/${pointer}` });
    this.#validators.set(pointer, known);
    return known;
  }
}

function callsOf(document: Json): readonly Call[] {
  return Object.entries(document['paths'] as Record<string, Record<string, Json>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods)
        .filter(([, details]) => !leftOut.has(String(details['operationId'])))
        .map(([method, details]) => ({
          name: String(details['operationId']),
          method,
          path,
          parameters: details['parameters'] as Call['parameters'],
          body: (details['requestBody'] as { content?: Record<string, { schema: Json }> } | undefined)
            ?.content?.['application/json']?.schema,
          responses: details['responses'] as Call['responses'],
        })),
  );
}

/** What may lead further than a first look; and commands that do no harm, because some of them run. */
function knownWords(room: ApiRoom): Values['known'] {
  const numbers = Array.from({ length: 30 }, (_, index) => String(index + 1));
  return {
    project: ['shop', room.project.id],
    task: [...numbers, 'in-draft', 'in-ready', 'in-queued', 'in-failed', 'in-running'],
    phase: ['phase-1', 'phase-2', 'a-name', 'parts'],
    path: [room.project.root, room.dir, '/nowhere', 'relative'],
    prompt: ['Do it.', '2 tasks: api (src/api/*), ui (src/ui/*)', '1 task: docs (docs/*)'],
    url: ['http://127.0.0.1:9/hook', 'nonsense'],
    template: ['sample', 'plain'],
    user: ['ada', 'bob'],
    name: ['bob', 'sample', 'a-name', 'two words'],
    password: ['correct horse battery', 'short'],
    files: [[{ path: 'template.yaml', content: 'name: sample\n' }], []],
    command: ['true', 'exit 3', 'echo ok', 7],
    checks: [[{ command: 'true' }], []],
    agent: ['dev-1', 'tasklane', 'no-such-agent'],
    fence: [1, 2, 3],
    version: [1, 2, 3],
    before: numbers,
    after: [...numbers, 0],
    'If-Match': ['"1"', '"2"', '*', 'nonsense'],
    'If-None-Match': ['"1"', '"2"', '*', 'nonsense'],
    'Idempotency-Key': ['key-1', 'key-2', 'key-3', 'a key with spaces'],
    cursor: ['W10', 'nonsense'],
  };
}

async function fuzz(context: TestContext, seed: number): Promise<ReadonlyMap<string, number>> {
  const room = await ApiRoom.open(context, ':memory:');
  const document = (await room.ask('/api/v1/openapi.json')).json as Json;
  const walk = new Fuzz(room, document, seededRandom(seed));
  for (let done = 0; done < requests; done += 1) {
    // Some calls delete: what is looked for must be there again.
    if (done % 250 === 0) await refill(room);
    try {
      await walk.step();
    } catch (error) {
      throw new Error(`seed ${seed}, request ${done}`, { cause: error });
    }
  }
  return walk.seen;
}

async function refill(room: ApiRoom): Promise<void> {
  if ((await room.store.projects.get(room.project.id)) === undefined)
    await room.store.projects.insert(room.project);
  await room.fill();
  const body = { project: 'shop', name: 'parts', prompt: '2 tasks: api (src/api/*), ui (src/ui/*)' };
  await room.ask('/api/v1/phases', { body });
}

const seeds = (process.env['FUZZ_SEEDS'] ?? '1,2').split(',').map(Number);

for (const seed of seeds)
  test(`whatever is sent, the answer is one that the document promises (seed ${seed})`, async (context) => {
    const seen = await fuzz(context, seed);
    const reached = [...seen.keys()].filter((key) => / 20\d$/.test(key));
    context.diagnostic(
      `${reached.length} calls succeeded; ${[...seen].map((entry) => entry.join(': ')).join(', ')}`,
    );
    // A fuzz that is refused everywhere shows nothing.
    assert.ok(reached.length > 25, reached.join(', '));
  });
