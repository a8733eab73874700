import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SseParser } from './sse.ts';

const text =
  ': comment\r\nretry: 5\r\n\r\nid: 1\r\nevent: x\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:two\n\ndata: three\r\rdata: cut';

test('whole messages come out whatever the line ends, and a cut one does not', () => {
  assert.deepEqual(new SseParser().feed(text), ['{"a":\n1}', 'two', 'three']);
});

test('it does not matter where the text is divided', () => {
  for (let size = 1; size < text.length; size += 1) {
    const parser = new SseParser();
    const found: string[] = [];
    for (let at = 0; at < text.length; at += size) found.push(...parser.feed(text.slice(at, at + size)));
    assert.deepEqual(found, ['{"a":\n1}', 'two', 'three'], `in pieces of ${size}`);
  }
});
