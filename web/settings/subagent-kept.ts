// A half written subagent, as it is kept in the browser.
import { fieldNames } from './subagent-edit.ts';
import type { Edit, Fields } from './subagent-edit.ts';

/** Null for anything else. */
export function readKept(text: string): Edit | null {
  if (text === '') return null;
  try {
    const { base, mine } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return areFields(base) && areFields(mine) ? { base, mine } : null;
  } catch {
    return null;
  }
}

function areFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return fieldNames.every((name) => typeof fields.get(name) === 'string');
}
