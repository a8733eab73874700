import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultsOf, openTo, sentOf } from './template-values.ts';
import type { Parameter } from './template-values.ts';

const parameter = (name: string, more: Partial<Parameter>): Parameter => ({
  id: name,
  name,
  display_name: name,
  type: 'string',
  description: '',
  icon: '',
  required: true,
  default_value: null,
  options: [],
  validation: { regex: null, min: null, max: null, error: null },
  mutable: false,
  sensitive: false,
  variable: `TASKLANE_PARAM_${name.toUpperCase()}`,
  ...more,
});
const port = parameter('port', { type: 'number', default_value: '3000' });
const tags = parameter('tags', { type: 'list(string)', default_value: '["a","b"]' });
const key = parameter('key', { sensitive: true });
const all = [port, tags, key];

test('a form begins with the defaults, a list as one line each', () => {
  assert.deepEqual(defaultsOf(all), { port: '3000', tags: 'a\nb', key: '' });
});

test('only what was said otherwise is sent, a list as a list', () => {
  assert.deepEqual(sentOf(all, defaultsOf(all)), {});
  assert.deepEqual(sentOf(all, { port: '8080', tags: 'a\n\nc', key: 'secret' }), {
    port: '8080',
    tags: ['a', 'c'],
    key: 'secret',
  });
});

test('what a preset gives is not asked for', () => {
  const preset = {
    id: 'big',
    name: 'Big',
    description: '',
    icon: '',
    default: true,
    parameters: [{ name: 'port', value: '1' }],
  };
  assert.deepEqual(
    openTo(all, preset).map((one) => one.name),
    ['tags', 'key'],
  );
  assert.equal(openTo(all, undefined).length, 3);
});
