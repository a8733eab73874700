import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonText } from './json-text.ts';

const document = '{"a": [1, -2.5e+3, true, null, "x\\u00e9\\n"],\n "b": {"c": false, "d": ""}}';

test('valid JSON is its value, also behind a byte order mark', () => {
  assert.deepEqual(parseJsonText('{"a": 1}'), { kind: 'value', value: { a: 1 } });
  assert.deepEqual(parseJsonText('\uFEFF{"a": 1}'), { kind: 'value', value: { a: 1 } });
});

const wrong = [
  { name: 'a comma too many', text: '{\n  "a": 1,\n}', line: 3, column: 1, found: '"}"' },
  { name: 'a comma too few', text: '{\n  "a": 1\n  "b": 2\n}', line: 3, column: 3, found: '"\\""' },
  { name: 'a word without quotes', text: '{\n  "a": yes\n}', line: 2, column: 8, found: '"y"' },
  { name: 'a comment', text: '// mine\n{}', line: 1, column: 1, found: '"/"' },
  { name: 'single quotes', text: "{'a': 1}", line: 1, column: 2, found: '"\'"' },
  { name: 'something behind the end', text: '{}\n{}', line: 2, column: 1, found: '"{"' },
  { name: 'a misspelt word', text: '[nulL]', line: 1, column: 5, found: '"L"' },
  { name: 'no text at all', text: '', line: 1, column: 1, found: 'the end of the file' },
  { name: 'a missing end', text: '{\n  "a": [1', line: 2, column: 10, found: 'the end of the file' },
] as const;

for (const { name, text, ...place } of wrong)
  test(`the place of ${name} is found`, () => {
    assert.deepEqual(parseJsonText(text), { kind: 'syntax_error', ...place });
  });

test('a text that is cut off anywhere is wrong at its end, and nowhere before', () => {
  for (let length = 0; length < document.length; length += 1) {
    const found = parseJsonText(document.slice(0, length));
    assert.equal(found.kind === 'syntax_error' && found.found, 'the end of the file', `cut at ${length}`);
  }
});

test('a character that fits nowhere is found wherever it stands outside a string', () => {
  const outside = [0, 1, 4, 5, 6, 8, 9, 10, 18, 24, 30, 45, 46, document.length];
  for (const offset of outside) {
    const found = parseJsonText(`${document.slice(0, offset)}§${document.slice(offset)}`);
    assert.equal(found.kind === 'syntax_error' && found.found, '"§"', `at ${offset}`);
  }
});
