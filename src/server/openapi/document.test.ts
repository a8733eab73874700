import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { endpoints } from '../../api/endpoints.ts';
import { operations } from '../../api/contract.ts';
import { ApiRoom } from '../../../test/support/api-room.ts';
import { componentSchemas } from './schemas.ts';
import { exampleOf } from './example.ts';
import { openapiDocument, templateOf } from './document.ts';

type Json = Readonly<Record<string, unknown>>;

test('the document is OpenAPI 3.1 to somebody else’s eyes too', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(openapiDocument('1.0.0')));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, '3.1');
});

test('the document has every call of the table, and no other', () => {
  const { paths } = openapiDocument('1.0.0') as { paths: Readonly<Record<string, Json>> };
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const wanted = Object.values(endpoints).map(({ method, path }) => `${method} ${templateOf(path)}`);
  assert.deepEqual(found.toSorted(), wanted.toSorted());
});

test('every reference leads to a schema, and every field says what it means', () => {
  const document = openapiDocument('1.0.0');
  const schemas = componentSchemas();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
  assert.ok(references.length > 100);
  assert.deepEqual(
    references.filter((to) => schemas[to?.replace('#/components/schemas/', '') ?? ''] === undefined),
    [],
  );
  assert.deepEqual(
    Object.entries(schemas).flatMap(([name, schema]) => undescribed(name, schema)),
    [],
  );
  for (const [name, { query, params }] of operations())
    for (const part of [query, params])
      if (part !== undefined && 'shape' in part)
        for (const [field, schema] of Object.entries(part.shape as Record<string, { description?: string }>))
          assert.ok((schema.description ?? '') !== '', `${name}: ${field} says nothing`);
});

test('the example of every body is one that would be taken', () => {
  const schemas = componentSchemas();
  for (const [name, { body }] of operations()) {
    if (body === undefined) continue;
    const { paths } = openapiDocument('1.0.0') as { paths: Record<string, Record<string, Json>> };
    const call = Object.values(paths)
      .flatMap(Object.values<Json>)
      .find(({ operationId }) => operationId === name);
    const { requestBody } = call as { requestBody: { content: Record<string, { schema: Json }> } };
    const example = exampleOf(requestBody.content['application/json']?.schema, schemas);
    assert.ok(body.safeParse(example).success, `${name}: ${JSON.stringify(example)}`);
  }
});

test('the document and the page need no token, load nothing from elsewhere, and still know their host', async (context) => {
  const room = await ApiRoom.open(context);
  const anonymous = { headers: { authorization: '' } };
  const document = await room.ask('/api/v1/openapi.json', anonymous);
  assert.equal(document.status, 200);
  assert.equal((document.json as Json)['openapi'], '3.1.0');
  const page = await room.ask('/api/v1/docs', anonymous);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  for (const [name] of operations()) assert.ok(page.text.includes(`<article id="${name}">`), name);
  assert.doesNotMatch(page.text, /(?:src|href)="https?:|@import|url\(/);
  const sent = gzipSync(page.text).length;
  assert.ok(sent < 60_000, `${sent} bytes`);
  const foreign = { headers: { authorization: '', host: 'evil.example' } };
  assert.equal((await room.ask('/api/v1/docs', foreign)).status, 421);
  assert.equal((await room.ask('/api/v1/tasks', anonymous)).status, 401);
});

function undescribed(path: string, schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items, anyOf, oneOf } = schema as Json;
  const fields = Object.entries((properties ?? {}) as Record<string, Json>);
  const inner = [items, ...((anyOf ?? oneOf ?? []) as unknown[])];
  return [
    ...fields
      .filter(([, field]) => !('description' in field) && !('$ref' in field))
      .map(([name]) => `${path}.${name}`),
    ...fields.flatMap(([name, field]) => undescribed(`${path}.${name}`, field)),
    ...inner.flatMap((each) => undescribed(path, each)),
  ];
}
