// From the text of a configuration file, or from one variable, to settings; or to an error that names the place, what
// was found there, and what is allowed.
import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { parseJsonText } from './json-text.ts';
import { nearest } from './nearest.ts';
import { isSecretSetting, settingKeys } from './settings.ts';
import type { Values } from './settings.ts';

export interface Problem {
  /** Where in the file: `agents.mine.command`. */
  readonly key: string;
  readonly sentence: string;
}

/** Throws `invalid_config` when it is not JSON with an object in it. */
export function parseFile(file: string, text: string): Readonly<Record<string, unknown>> {
  const json = parseJsonText(text);
  if (json.kind === 'syntax_error')
    throw new AppError(
      'invalid_config',
      `${file} is not valid JSON: line ${json.line}, column ${json.column}: ${json.found} is not expected there`,
      { next: `correct ${file}`, details: { file, line: json.line, column: json.column } },
    );
  if (isObject(json.value)) return json.value;
  throw invalid(file, [{ key: '', sentence: `it holds ${describe(json.value)}, not an object` }]);
}

/** Throws `invalid_config` naming every problem. */
export function checkFile(
  file: string,
  content: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Values>,
): Values {
  const checked = checkContent(content, schema);
  if (checked.kind === 'right') return checked.values;
  throw invalid(file, checked.problems);
}

export type Checked =
  | { readonly kind: 'right'; readonly values: Values }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] };

/** The same for what is in no file. */
export function checkContent(content: Readonly<Record<string, unknown>>, schema: z.ZodType<Values>): Checked {
  const result = schema.safeParse(content);
  if (result.success) return { kind: 'right', values: result.data };
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, content));
  return { kind: 'wrong', problems };
}

function invalid(file: string, problems: readonly Problem[]): AppError {
  const sentences = problems.map((problem) => problem.sentence);
  const list = sentences.length === 1 ? ` ${sentences[0]}` : sentences.map((one) => `\n  ${one}`).join('');
  return new AppError('invalid_config', `${file}:${list}`, {
    next: `correct ${file}`,
    details: { file, problems },
  });
}

// The message of an issue is what would be allowed there: see the end of settings.ts.
function problemsOf(issue: z.core.$ZodIssue, content: unknown): Problem[] {
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => unknownKey(key, name, issue.message.split(', ')));
  if (issue.code === 'invalid_key') {
    const parent = issue.path.slice(0, -1).join('.');
    return [
      { key, sentence: `${parent} has the key "${String(issue.path.at(-1))}"; allowed: ${issue.message}` },
    ];
  }
  const found = valueAt(content, issue.path);
  if (found === undefined) return [{ key, sentence: `${key} is missing; it is ${issue.message}` }];
  // A value below `env`, or an address with a password, may be a secret, so only its type is told.
  const isSecret = issue.path.at(2) === 'env' || isSecretSetting(issue.path.at(0));
  return [
    { key, sentence: `${key} is ${isSecret ? typeOf(found) : describe(found)}; allowed: ${issue.message}` },
  ];
}

function unknownKey(parent: string, name: string, known: readonly string[]): Problem {
  const key = parent === '' ? name : `${parent}.${name}`;
  if (parent === '' && settingKeys.some((setting) => setting === name))
    return { key, sentence: `${key} cannot be set here, only in config.json in Tasklane's home` };
  const meant = nearest(name, known);
  const suggestion = meant === null ? '.' : `; did you mean "${meant}"?`;
  return { key, sentence: `unknown key "${key}"${suggestion} Known keys: ${known.join(', ')}` };
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (isContainer(at) ? Reflect.get(at, step) : undefined), content);
}

function describe(found: unknown): string {
  const text = JSON.stringify(found);
  const shown = text.length <= 60 ? text : `${text.slice(0, 59)}…`;
  return typeof found === 'string' || isContainer(found) ? `${shown} (${typeOf(found)})` : shown;
}

function typeOf(found: unknown): string {
  if (found === null) return 'null';
  if (Array.isArray(found)) return 'a list';
  return typeof found === 'object' ? 'an object' : `a ${typeof found}`;
}

function isContainer(found: unknown): found is object {
  return typeof found === 'object' && found !== null;
}

function isObject(found: unknown): found is Readonly<Record<string, unknown>> {
  return isContainer(found) && !Array.isArray(found);
}
