// From the JSON schema of some input to inputs that are right, and to ones that are wrong in every field.
import { z } from 'zod';

const node: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(node).optional(),
    properties: z.record(z.string(), node).optional(),
    required: z.array(z.string()).optional(),
    items: node.optional(),
    minItems: z.number().optional(),
    minimum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    pattern: z.string().optional(),
  }),
);

export interface Schema {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly minItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly pattern?: string | undefined;
}
type Input = Readonly<Record<string, unknown>>;

export function readSchema(json: unknown): Schema {
  return node.parse(json);
}

/** Of each property, one value that fits; `known` says values that mean something. */
export function rightInput(schema: Schema, known: Input): Input {
  const all = Object.entries(schema.properties ?? {});
  return Object.fromEntries(all.map(([name, one]) => [name, known[name] ?? right(one)]));
}

/** Only what must be there. */
export function leastInput(schema: Schema, known: Input): Input {
  const required = new Set(schema.required);
  const all = Object.entries(rightInput(schema, known));
  return Object.fromEntries(all.filter(([name]) => required.has(name) || name === 'wait_seconds'));
}

const strange: readonly unknown[] = [
  null,
  { constructor: 1 },
  [null],
  -1,
  1e300,
  '',
  '..',
  '%2e%2e/\u202E🦄\u0000',
  'x'.repeat(70_000),
];

/** Each with one thing that does not fit, or seldom does: a property missing, unknown, or of a strange value. */
export function* wrongInputs(schema: Schema, known: Input): Generator<Input> {
  const base = leastInput(schema, known);
  for (const name of schema.required ?? [])
    yield Object.fromEntries(Object.entries(base).filter(([one]) => one !== name));
  yield { ...base, no_such_thing: 1 };
  for (const name of Object.keys(schema.properties ?? {}))
    for (const value of strange) yield { ...base, [name]: value };
}

function right(schema: Schema): unknown {
  const [first] = schema.enum ?? [];
  if (first !== undefined) return first;
  const [one] = schema.anyOf ?? [];
  if (one !== undefined) return right(one);
  switch (schema.type) {
    case 'string':
      return schema.pattern?.includes('/') === true ? 'some/model' : 'something';
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'array': {
      const { items } = schema;
      if (items === undefined) return [];
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => right(items));
    }
    default:
      return rightInput(schema, {});
  }
}
