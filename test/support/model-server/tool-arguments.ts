// Fills the arguments of a tool from its JSON schema. Agents name the same argument differently (path, file_path,
// absolute_path), so a value is found by a property's name; a required property that nobody knows gets a neutral value.
import { z } from 'zod';

const Property = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
  items: z.unknown().optional(),
});
export type Property = z.output<typeof Property>;

const Schema = z.looseObject({
  properties: z.record(z.string(), Property).catch({}),
  required: z.array(z.string()).catch([]),
});

/** The value of a property, or undefined when its name means nothing to the caller. */
export type ValueOf = (name: string, property: Property) => unknown;

export function fillArguments(schema: unknown, valueOf: ValueOf): Record<string, unknown> {
  const parsed = Schema.safeParse(schema ?? {});
  if (!parsed.success) return {};
  const filled: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(parsed.data.properties)) {
    const value = valueOf(name, property);
    if (value !== undefined) filled[name] = value;
    else if (parsed.data.required.includes(name)) filled[name] = neutral(property);
  }
  return filled;
}

/** The property's type in lower case; Gemini writes STRING where JSON schema writes string. */
export function typeOf(property: Property): string {
  const type: unknown = Array.isArray(property.type) ? property.type[0] : property.type;
  return typeof type === 'string' ? type.toLowerCase() : 'string';
}

function neutral(property: Property): unknown {
  if (property.enum !== undefined) return property.enum[0];
  const values: Readonly<Record<string, unknown>> = {
    boolean: false,
    number: 1,
    integer: 1,
    array: [],
    object: {},
  };
  return values[typeOf(property)] ?? 'scripted';
}
