// What a person set for one project in Tasklane: a file beside the project's hub, so that it goes away with the project. What the
// repository says in its own file is never written by us.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OwnSettings } from '../config.ts';
import { readConfigFile } from '../config/read-file.ts';
import { checkContent, checkFile, parseFile } from '../config/read-settings.ts';
import { projectKeys, projectSchema } from '../config/settings.ts';
import type { Values } from '../config/settings.ts';
import { AppError } from '../domain/errors.ts';
import type { Project } from '../domain/project.ts';
import { writeWhole } from './home-files.ts';

export interface SettingsChange {
  /** New values by the names of settings. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Those that are to come from elsewhere again. */
  readonly reset: readonly string[];
  /** The version that the caller read; undefined = whatever it is now. */
  readonly version: number | undefined;
}

/** Throws `invalid_config` when somebody else wrote nonsense into the file. */
export function readOwn(home: string, project: Pick<Project, 'id'>): OwnSettings {
  const { file, version, content } = read(home, project);
  return { file, version, values: checkFile(file, content, projectSchema) };
}

/**
 * Reads and writes in one go, so that of two changes none is lost. Throws `stale_version`, `invalid_input` that names every
 * field that is wrong, `invalid_config`.
 */
export function changeOwn(home: string, project: Pick<Project, 'id' | 'name'>, change: SettingsChange): void {
  const { file, version, content } = read(home, project);
  if (change.version !== undefined && change.version !== version)
    throw stale(project, version, change.version);
  refuseUnknown(change);
  const rest = Object.entries(content).filter(([key]) => !change.reset.includes(key));
  const settings = check({ ...Object.fromEntries(rest), ...change.set });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeWhole(file, `${JSON.stringify({ version: version + 1, settings }, null, 2)}\n`);
}

function read(
  home: string,
  { id }: Pick<Project, 'id'>,
): {
  readonly file: string;
  readonly version: number;
  readonly content: Readonly<Record<string, unknown>>;
} {
  const file = join(home, 'p', id, 'settings.json');
  const text = readConfigFile(file);
  if (text === null) return { file, version: 0, content: {} };
  const { version, settings } = parseFile(file, text);
  if (typeof version === 'number' && isRecord(settings)) return { file, version, content: settings };
  throw new AppError('invalid_config', `${file} is not {"version": NUMBER, "settings": {…}}`, {
    next: `correct ${file}, or remove it: then nothing is set for this project in Tasklane`,
    details: { file },
  });
}

function check(content: Readonly<Record<string, unknown>>): Values {
  const checked = checkContent(content, projectSchema);
  if (checked.kind === 'right') return checked.values;
  throw wrong(checked.problems.map(({ key, sentence }) => ({ field: `set.${key}`, message: sentence })));
}

function refuseUnknown({ set, reset }: SettingsChange): void {
  const known = (key: string): boolean => projectKeys.some((one) => one === key);
  const unknown = reset.filter((key) => !known(key));
  const both = reset.filter((key) => Object.hasOwn(set, key));
  const problems = [
    ...unknown.map((key) => ({
      field: 'reset',
      message: `unknown key "${key}". Known keys: ${projectKeys.join(', ')}`,
    })),
    ...both.map((key) => ({ field: 'reset', message: `${key} is both set and reset` })),
  ];
  if (problems.length > 0) throw wrong(problems);
}

function wrong(problems: readonly { readonly field: string; readonly message: string }[]): AppError {
  const text = problems.map(({ message }) => message).join('; ');
  return new AppError('invalid_input', `The settings are not right: ${text}`, {
    next: 'Correct what is named; nothing was changed.',
    details: { problems },
  });
}

function stale({ name }: Pick<Project, 'name'>, version: number, expected: number): AppError {
  return new AppError(
    'stale_version',
    `The settings of ${name} were changed meanwhile: they are at version ${version}, the caller read version ${expected}.`,
    { details: { version, expected } },
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
