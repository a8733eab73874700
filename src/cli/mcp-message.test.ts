import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lines } from './mcp-lines.ts';
import { headersOf, messageIn } from './mcp-message.ts';

async function read(...chunks: readonly (Buffer | string)[]): Promise<string[]> {
  async function* stream(): AsyncGenerator<Buffer | string> {
    yield* chunks;
  }
  const all: string[] = [];
  for await (const line of lines(stream())) all.push(line);
  return all;
}

test('lines come whole, however they were cut, also in the middle of a letter', async () => {
  const bytes = Buffer.from('{"a":"ü"}\n\n{"b":1}\r\n{"c":2}', 'utf8');
  const one = [...bytes].map((_, at) => bytes.subarray(at, at + 1));
  assert.deepEqual(await read(...one), ['{"a":"ü"}', '{"b":1}\r', '{"c":2}']);
  assert.deepEqual(await read(''), []);
});

test('a line without an end does not fill the memory', async () => {
  await assert.rejects(read(...Array.from({ length: 5 }, () => 'x'.repeat(1024 * 1024))), /longer than/);
});

test('a message is one object, or a batch of them', () => {
  assert.deepEqual(messageIn('{"id":1}\r'), { id: 1 });
  assert.deepEqual(messageIn('[{"id":1}]'), [{ id: 1 }]);
  for (const text of ['', 'x', '1', 'null', '[1]', '{"a":']) assert.equal(messageIn(text), null);
});

test('the headers say the revision, the method and what it is about', () => {
  const params = { name: 'grün', _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
  assert.deepEqual(headersOf({ method: 'tools/call', params }, '2025-06-18'), {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': `=?base64?${Buffer.from('grün').toString('base64')}?=`,
  });
  assert.deepEqual(headersOf({ method: 'ping' }, '2025-06-18'), {
    'mcp-protocol-version': '2025-06-18',
    'mcp-method': 'ping',
  });
  assert.deepEqual(headersOf({ id: 1, result: {} }, null), {});
});
