import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, fillFile } from './fill.ts';
import type { Lookup } from './fill.ts';

const places: Readonly<Record<string, string | null>> = {
  model: 'openai/x',
  modelId: 'x',
  home: '/h',
  none: null,
};
const variables: Readonly<Record<string, string | null>> = { URL: 'http://a/v1', EMPTY: null };
const lookup: Lookup = (name, kind) => (kind === 'place' ? places[name] : variables[name]);

for (const [text, expected] of [
  ['plain', 'plain'],
  ['--model={model} in {home}', '--model=openai/x in /h'],
  ['{none}', null],
  ['a {none} b', null],
  ['{unknown} ${UNKNOWN} {"json": 1}', '{unknown} ${UNKNOWN} {"json": 1}'],
  ['${URL}/chat', 'http://a/v1/chat'],
  ['${EMPTY}', null],
  ['${EMPTY:-else}', 'else'],
  ['${EMPTY:-}', ''],
  ['${URL:-else}', 'http://a/v1'],
  ['${EMPTY:-{modelId}}', 'x'],
  ['${EMPTY:-{none}}', null],
  ['${URL:+yes}', 'yes'],
  ['${EMPTY:+yes}', null],
  ['${URL:+{modelId}}', 'x'],
] as const)
  test(`${text} is filled in as ${expected ?? 'nothing'}`, () => assert.equal(fill(text, lookup), expected));

test('a file of lines loses those with a place that is not set, and its values cannot leave their quotes', () => {
  const sly: Lookup = (name) => (name === 'URL' ? 'a"\nb = "c' : null);
  assert.equal(
    fillFile('url = "${URL}"\nmodel = "{model}"\nend = 1\n', sly),
    'url = "a\\"\\nb = \\"c"\nend = 1\n',
  );
});

test('a file of JSON loses the members and items with a place that is not set, and keeps all else', () => {
  const content = {
    model: '{model}',
    other: '{none}',
    list: ['{none}', '{modelId}', 1, null],
    '${URL:+on}': { '{modelId}': true },
    '${EMPTY:+off}': { a: 1 },
    deep: { gone: '${EMPTY}' },
  };
  assert.deepEqual(JSON.parse(fillFile(content, lookup)), {
    model: 'openai/x',
    list: ['x', 1, null],
    on: { x: true },
    deep: {},
  });
});
