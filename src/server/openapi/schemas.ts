// The schemas of the contract as JSON Schema 2020-12, the dialect of OpenAPI 3.1: those with a name once, among the
// components, and all others where they are used.
import { z } from 'zod';
import type { ZodType } from 'zod';
import { answeredNames, sentNames } from '../../api/contract/names.ts';

export type Json = { readonly [key: string]: unknown };

const uri = (name: string): string => `#/components/schemas/${name}`;

/** All that have a name, by name. */
export function componentSchemas(): Readonly<Record<string, Json>> {
  return { ...converted(sentNames, 'input'), ...converted(answeredNames, 'output') };
}

/** What is sent (`input`) or answered (`output`): a reference, or the schema itself. */
export function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const names = Object.entries(io === 'input' ? sentNames : answeredNames);
  const name = names.find(([, named]) => named === schema)?.[0];
  if (name !== undefined) return { $ref: uri(name) };
  return clean(z.toJSONSchema(schema, { io, override: open(io) }));
}

/** The fields of an object of parameters: each with its schema, and whether it must be there. */
export function fieldsOf(
  schema: ZodType,
): readonly { readonly name: string; readonly isRequired: boolean; readonly schema: Json }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', override: open('input') });
  return Object.entries(properties).map(([name, field]) => ({
    name,
    isRequired: required.includes(name),
    schema: clean(field),
  }));
}

function converted(names: Readonly<Record<string, ZodType>>, io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(names)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri, override: open(io) });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, clean(schema)]));
}

type Override = (context: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}) => void;

// What we answer may gain fields, and a client must not break on one. What we are sent may not: there it is a mistake.
function open(io: 'input' | 'output'): Override {
  return ({ zodSchema, jsonSchema }) => {
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    // A number of a query is text on its way; what it must be is what the number must be.
    const { def } = zodSchema._zod;
    if (def.type === 'number' && 'coerce' in def && def.coerce) jsonSchema.type = 'integer';
  };
}

// A component is found by its place in the document; an id of its own would be another base for its references.
function clean(schema: unknown): Json {
  if (typeof schema !== 'object' || schema === null) return {};
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$id', 'id', '$schema', '~standard'].includes(key)),
  );
}
