// Values made from a JSON Schema by a seed: most of them as it says, some wrong in one place, some hostile. For a fuzz of
// whatever is described by such a schema.
import type { Random } from './random.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Values {
  readonly random: Random;
  /** What `$ref` leads to, by the last part of its path. */
  readonly schemas: Readonly<Record<string, unknown>>;
  /** Words that mean something to who is asked, by the name of the field. */
  readonly known: Readonly<Record<string, readonly unknown[]>>;
}

const texts = [
  '',
  ' ',
  'x',
  'a-name',
  '0',
  '-1',
  'null',
  'ünïcödé',
  '日本語のテキスト',
  '🧵👩‍👩‍👧‍👦',
  'e\u0301\u0327\u200d\u202eright-to-left',
  '\ud800',
  'a\0b',
  '\u001b[31mred\u001b[0m',
  'line\r\nline',
  '../../../etc/passwd',
  '%2e%2e%2f%00',
  "'; drop table tasks; --",
  '%_!\\',
  '<script>alert(1)</script>',
  '{{constructor}}',
  '__proto__',
  '**/*',
  '[',
  '{a,b',
  '--help',
  '9'.repeat(400),
  'x'.repeat(201),
  'long '.repeat(4000),
];

const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  [],
  {},
  [[[[]]]],
  { a: { b: {} } },
];

/** A value for a field of this name. */
export function valueFor(schema: unknown, name: string, values: Values): unknown {
  const { random, known } = values;
  const words = known[name];
  if (words !== undefined && random.below(10) < 7) return random.pick(words);
  if (random.below(25) === 0) return random.pick(strange);
  return likely(resolved(schema, values), name, values);
}

function resolved(schema: unknown, { schemas }: Values): Json {
  if (typeof schema !== 'object' || schema === null) return {};
  const { $ref } = schema as Json;
  if (typeof $ref !== 'string') return schema as Json;
  return (schemas[$ref.split('/').at(-1) ?? ''] ?? {}) as Json;
}

function likely(schema: Json, name: string, values: Values): unknown {
  const { random } = values;
  const { type, enum: words, const: only, anyOf, oneOf, examples } = schema;
  if (only !== undefined) return only;
  if (Array.isArray(words)) return random.pick(words as readonly unknown[]);
  if (Array.isArray(examples) && random.below(2) === 0) return random.pick(examples as readonly unknown[]);
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return valueFor(random.pick(choices as readonly unknown[]), name, values);
  switch (Array.isArray(type) ? random.pick(type as readonly unknown[]) : type) {
    case 'object':
      return objectFor(schema, values);
    case 'array':
      return Array.from({ length: random.below(4) }, () => valueFor(schema['items'], name, values));
    case 'integer':
    case 'number':
      return numberFor(schema, random);
    case 'boolean':
      return random.below(2) === 0;
    case 'string':
      return textFor(schema, random);
    case 'null':
      return null;
    default:
      return random.pick(strange);
  }
}

function objectFor(schema: Json, values: Values): Json {
  const { random } = values;
  const required = (schema['required'] ?? []) as readonly string[];
  const properties = Object.entries((schema['properties'] ?? {}) as Json);
  // Of many fields few are sent at once: one that is wrong is enough to hide all others.
  const rarity = Math.max(3, properties.length);
  const entries = properties
    .filter(([name]) => random.below(20) > 0 && (required.includes(name) || random.below(rarity) === 0))
    .map(([name, property]) => [name, valueFor(property, name, values)] as const);
  const extra = random.below(25) === 0 ? [[random.pick(texts), random.pick(strange)] as const] : [];
  return Object.fromEntries([...entries, ...extra]);
}

function numberFor({ minimum = 0, maximum = 1e6 }: Json, random: Random): number {
  const [low, high] = [Number(minimum), Math.min(Number(maximum), 1e9)];
  return random.pick([
    low,
    high,
    low + random.below(Math.max(1, high - low)),
    low - 1,
    Number(maximum) + 1,
    1,
  ]);
}

function textFor({ maxLength }: Json, random: Random): string {
  if (typeof maxLength === 'number' && maxLength < 100_000 && random.below(15) === 0)
    return 'y'.repeat(maxLength + random.below(2));
  return random.pick(texts);
}
