import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../test/support/random.ts';
import type { Random } from '../../../test/support/random.ts';
import { presetId } from '../ids.ts';
import type { Parameter, Preset } from '../template.ts';
import { variableOf } from './environment.ts';
import { maskFor } from './mask.ts';
import { presetsFilling, resolveParameters } from './resolve.ts';
import { fillSlots, shellWord, slotsOf } from './slots.ts';

function parameter(name: string, given: Partial<Parameter> = {}): Parameter {
  return {
    id: name,
    name,
    displayName: '',
    type: 'string',
    description: '',
    icon: '',
    required: given.defaultValue === undefined || given.defaultValue === null,
    defaultValue: null,
    options: [],
    validation: { regex: null, min: null, max: null, error: null },
    mutable: false,
    sensitive: false,
    ...given,
  };
}

function preset(name: string, values: Readonly<Record<string, string>>): Preset {
  const parameters = Object.entries(values).map(([key, value]) => ({ name: key, value }));
  return { id: presetId(name), name, description: '', icon: '', isDefault: false, parameters };
}

const names = ['a', 'b', 'c', 'd', 'e'];

function someOf(random: Random, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...names, 'unknown'].filter(() => random.below(2) === 0).map((name) => [name, `${prefix}-${name}`]),
  );
}

test('R60 R61 R62 the preset wins over the request, defaults fill the rest, what is required must come from somewhere', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const random = seededRandom(seed);
    const parameters = names.map((name) => {
      const kind = random.below(3);
      if (kind === 0) return parameter(name);
      return parameter(name, { required: false, defaultValue: kind === 1 ? `default-${name}` : null });
    });
    const request = someOf(random, 'request');
    const { unknown: _, ...set } = someOf(random, 'preset');
    const chosen = random.below(3) === 0 ? null : preset('P', set);
    const found = resolveParameters(parameters, { request, preset: chosen });
    for (const { name, required, defaultValue } of parameters) {
      const fromPreset = chosen === null ? undefined : set[name];
      const expected = fromPreset ?? request[name] ?? defaultValue ?? (required ? undefined : '');
      const value = found.values.find((one) => one.name === name)?.value;
      assert.equal(value, expected, `seed ${seed}, ${name}`);
      assert.equal(found.missing.includes(name), expected === undefined, `seed ${seed}, ${name}`);
      const isSaid = found.warnings.some((text) => text.includes(`“${name}”`));
      assert.equal(isSaid, fromPreset !== undefined && request[name] !== undefined, `seed ${seed}, ${name}`);
    }
    assert.deepEqual(found.problems, []);
    assert.equal(
      found.warnings.some((text) => text.includes('no parameter “unknown”')),
      'unknown' in request,
    );
    assert.ok(!found.values.some(({ name }) => name === 'unknown'), 'what is unknown is dropped');
  }
});

test('values are read as their type says, and every wrong one is named', () => {
  const parameters = [
    parameter('port', { type: 'number', validation: { regex: null, min: 1, max: 9, error: null } }),
    parameter('fast', { type: 'bool' }),
    parameter('tags', {
      type: 'list(string)',
      options: ['x', 'y'].map((value) => ({ name: value, value, description: '', icon: '' })),
    }),
    parameter('word', { validation: { regex: '^[a-z]+$', min: null, max: null, error: 'No: {value}' } }),
  ];
  const good = resolveParameters(parameters, {
    request: { port: 3, fast: 'true', tags: '["x"]', word: 'abc' },
    preset: null,
  });
  assert.deepEqual(
    good.values.map(({ value, from }) => [value, from]),
    [
      ['3', 'request'],
      ['true', 'request'],
      ['["x"]', 'request'],
      ['abc', 'request'],
    ],
  );
  const bad = resolveParameters(parameters, {
    request: { port: '10', fast: 'yes', tags: ['z'], word: 'ABC' },
    preset: null,
  });
  assert.deepEqual(
    bad.problems.map(({ parameter, message }) => `${parameter}: ${message}`),
    [
      'port: 10 is more than 9',
      'fast: this must be true or false, not "yes"',
      'tags: "z" is not one of its options ("x", "y")',
      'word: No: ABC',
    ],
  );
  for (const port of ['', '1e3', 'NaN', '0x1', null, {}])
    assert.equal(resolveParameters(parameters, { request: { port }, preset: null }).problems.length, 1);
});

test('all values together have a limit, because they become an environment', () => {
  const parameters = names.map((name) => parameter(name));
  const request = Object.fromEntries(names.map((name) => [name, 'x'.repeat(name === 'c' ? 32_768 : 30_000)]));
  const { problems } = resolveParameters(parameters, { request, preset: null });
  assert.deepEqual(
    problems.map(({ parameter }) => parameter),
    ['c'],
  );
});

test('R60 only presets that give all that is missing are offered', () => {
  const presets = [preset('all', { a: '1', b: '2' }), preset('half', { a: '1' })];
  assert.deepEqual(
    presetsFilling(presets, ['a', 'b']).map(({ name }) => name),
    ['all'],
  );
  assert.deepEqual(
    presetsFilling(presets, ['a']).map(({ name }) => name),
    ['all', 'half'],
  );
});

test('slots are names in double braces, and nothing else is touched', () => {
  const text = 'run {{AI Prompt}} {{ port }} {{.Names}} ${{x}} {{missing}} { {port} }';
  assert.deepEqual(slotsOf(text), ['AI Prompt', 'port', 'x', 'missing']);
  const values = new Map([
    ['AI Prompt', "it's $(id) {{port}}"],
    ['port', '3000'],
  ]);
  assert.equal(
    fillSlots(text, values, shellWord),
    `run 'it'\\''s $(id) {{port}}' '3000' {{.Names}} \${{x}} {{missing}} { {port} }`,
  );
  assert.equal(variableOf('AI Prompt'), 'TASKLANE_PARAM_AI_PROMPT');
});

test('secrets are taken out of texts at any depth, and words of our own stay', () => {
  const mask = maskFor(['hush', 'hush-hush', 'abc', 'gres']);
  assert.deepEqual(
    mask({ type: 'progressed', text: 'a hush-hush b hush abc', list: [{ call: 'progress' }], count: 3 }),
    { type: 'progressed', text: 'a [hidden] b [hidden] abc', list: [{ call: 'pro[hidden]s' }], count: 3 },
  );
});
