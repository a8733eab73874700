// A table of fields: name, type, what it means.
import { escape, inline } from './html.ts';
import type { Json } from './schemas.ts';

export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Json;
  /** Where it stands, for parameters. */
  readonly note: string;
}

/** Nothing when there are none. */
export function fieldTable(title: string, fields: readonly Field[]): string {
  if (fields.length === 0) return '';
  const caption = title === '' ? '' : `<caption>${title}</caption>`;
  return `<table>${caption}${fields.map(row).join('')}</table>`;
}

function row({ name, isRequired, schema, note }: Field): string {
  const marks = [note, isRequired ? 'required' : ''].filter((mark) => mark !== '').join(', ');
  const description = typeof schema['description'] === 'string' ? inline(schema['description']) : '';
  return `<tr><th scope="row"><code>${escape(name)}</code>${marks === '' ? '' : `<small>${marks}</small>`}</th><td class="type">${typeOf(schema)}</td><td>${description}</td></tr>`;
}

/** In a few words, with a link to what has a name. */
function typeOf(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return 'anything';
  const { $ref, type, items, enum: values, const: only, anyOf, oneOf } = schema as Json;
  if (typeof $ref === 'string') {
    const name = escape($ref.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (only !== undefined) return `<code>${escape(JSON.stringify(only))}</code>`;
  if (Array.isArray(values)) return values.map((value) => `<code>${escape(String(value))}</code>`).join(' ');
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.map(typeOf).join(' or ');
  if (type === 'array') return `list of ${typeOf(items)}`;
  return typeof type === 'string' ? escape(type) : 'anything';
}
