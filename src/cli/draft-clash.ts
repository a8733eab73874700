// Drafts that somebody else changed while they were being edited: which ones differ, as they were read and as they are now.
import { AppError } from '../api/errors.ts';
import { oneLine } from './text.ts';

/** The lines about a `stale_version` of a request; none for any other error. */
export function draftClashLines(error: unknown): readonly string[] {
  if (!(error instanceof AppError) || error.code !== 'stale_version') return [];
  const { read, current, expected, revision } = error.details;
  if (!Array.isArray(read) || !Array.isArray(current)) return [];
  const [before, after] = [byKey(read), byKey(current)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return [
    `  revision ${String(expected)} → ${String(revision)}`,
    ...keys.flatMap((key) => differing(key, before.get(key), after.get(key))),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function differing(key: string, was: Fields | undefined, is: Fields | undefined): readonly string[] {
  if (was === undefined) return [`  ${key}: is new`];
  if (is === undefined) return [`  ${key}: is gone`];
  return Object.keys(is)
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .flatMap((field) => [
      `  ${key}, ${field}, as you read it: ${shown(was[field])}`,
      `  ${key}, ${field}, as it is now:   ${shown(is[field])}`,
    ]);
}

function byKey(tasks: readonly unknown[]): ReadonlyMap<string, Fields> {
  return new Map(tasks.filter(isFields).map((task) => [String(task['key']), task]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200);
}
