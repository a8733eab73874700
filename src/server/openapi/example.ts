// An example of what a schema describes: from the examples of its fields, and where there is none from its form.
import type { Json } from './schemas.ts';

/** `all` also has what may be left out, where it has an example of its own. `schemas` are the components. */
export function exampleOf(schema: unknown, schemas: Readonly<Record<string, Json>>, depth = 0): unknown {
  if (!isJson(schema) || depth > 8) return null;
  if (typeof schema['$ref'] === 'string')
    return exampleOf(schemas[schema['$ref'].split('/').at(-1) ?? ''], schemas, depth + 1);
  const [first] = list(schema['examples']);
  if (first !== undefined) return first;
  if ('const' in schema) return schema['const'];
  const [choice] = [...list(schema['enum']), ...list(schema['oneOf']), ...list(schema['anyOf'])];
  if (choice !== undefined) return 'enum' in schema ? choice : exampleOf(choice, schemas, depth + 1);
  return ofType(schema, schemas, depth);
}

function ofType(schema: Json, schemas: Readonly<Record<string, Json>>, depth: number): unknown {
  switch (schema['type']) {
    case 'object':
      return ofObject(schema, schemas, depth);
    case 'array': {
      const item = exampleOf(schema['items'], schemas, depth + 1);
      return item === null ? [] : [item];
    }
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], 1) : 1;
    case 'boolean':
      return true;
    case 'string':
      return '…';
    default:
      return null;
  }
}

function ofObject(schema: Json, schemas: Readonly<Record<string, Json>>, depth: number): Json {
  const required = list(schema['required']);
  const properties = isJson(schema['properties']) ? Object.entries(schema['properties']) : [];
  return Object.fromEntries(
    properties
      .filter(([name, field]) => required.includes(name) || (isJson(field) && 'examples' in field))
      .map(([name, field]) => [name, exampleOf(field, schemas, depth + 1)]),
  );
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
