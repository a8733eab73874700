// One value of one parameter: from whatever was written to the text that is kept, and whether it is allowed.
import type { Parameter, ParameterType } from '../template.ts';
import { shown } from './written.ts';

/** In characters. A variable of the environment has room for 128 KiB, and a character may take three bytes. */
export const maxValueLength = 32 * 1024;

export type ReadValue =
  { readonly kind: 'value'; readonly value: string } | { readonly kind: 'problem'; readonly message: string };

type Rules = Pick<Parameter, 'type' | 'options' | 'validation'>;

/** Reads a text, number, yes/no or list as a value of this parameter. The message says what would be right. */
export function readValue(given: unknown, rules: Rules): ReadValue {
  const value = textOf(given, rules.type);
  if (value === null) return problem(`this must be ${wanted[rules.type]}, not ${shown(given)}`);
  if (value.length > maxValueLength)
    return problem(`this may have ${maxValueLength} characters, it has ${value.length}`);
  if (value.includes('\0')) return problem('this may not contain the character U+0000');
  return optionProblem(value, rules) ?? validationProblem(value, rules) ?? { kind: 'value', value };
}

/** Whether a regular expression of a template can be used at all; null = it can. */
export function regexProblem(source: string): string | null {
  try {
    void new RegExp(source, 'u');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The items of a value of type list(string); null when it is none. */
function itemsOf(value: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return isTexts(parsed) ? parsed : null;
  } catch {
    return null; // not JSON: the caller says what it must be
  }
}

const wanted: Readonly<Record<ParameterType, string>> = {
  string: 'a text',
  number: 'a number',
  bool: 'true or false',
  'list(string)': 'a list of texts, as ["a","b"]',
};

function textOf(given: unknown, type: ParameterType): string | null {
  switch (type) {
    case 'string':
      return typeof given === 'string' ? given : null;
    case 'number': {
      const text = typeof given === 'number' ? String(given) : given;
      return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? text : null;
    }
    case 'bool': {
      const text = typeof given === 'boolean' ? String(given) : given;
      return text === 'true' || text === 'false' ? text : null;
    }
    case 'list(string)': {
      if (isTexts(given)) return JSON.stringify(given);
      const items = typeof given === 'string' ? itemsOf(given) : null;
      return items === null ? null : JSON.stringify(items);
    }
  }
}

function optionProblem(value: string, { type, options }: Rules): ReadValue | null {
  if (options.length === 0) return null;
  const allowed = options.map((option) => option.value);
  const chosen = type === 'list(string)' ? (itemsOf(value) ?? []) : [value];
  const wrong = chosen.find((one) => !allowed.includes(one));
  if (wrong === undefined) return null;
  return problem(`${shown(wrong)} is not one of its options (${allowed.map(shown).join(', ')})`);
}

function validationProblem(value: string, { type, validation }: Rules): ReadValue | null {
  const own = ownWords(value, type, validation);
  if (own === null) return null;
  if (validation.error === null) return problem(own);
  return problem(
    validation.error
      .replaceAll('{value}', () => value)
      .replaceAll('{min}', String(validation.min ?? ''))
      .replaceAll('{max}', String(validation.max ?? '')),
  );
}

function ownWords(value: string, type: ParameterType, rules: Parameter['validation']): string | null {
  if (type === 'number') {
    if (rules.min !== null && Number(value) < rules.min) return `${value} is less than ${rules.min}`;
    if (rules.max !== null && Number(value) > rules.max) return `${value} is more than ${rules.max}`;
  }
  if (rules.regex === null || new RegExp(rules.regex, 'u').test(value)) return null;
  return `${shown(value)} does not match ${rules.regex}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function problem(message: string): ReadValue {
  return { kind: 'problem', message };
}
