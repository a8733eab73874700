// What a revision changed in the one before: which tasks came and went, and what reads otherwise, line by line.
import type { Proposed, Revision } from './words.ts';

export interface FieldChange {
  readonly field: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export type TaskChange =
  | { readonly kind: 'came' | 'went'; readonly key: string; readonly title: string }
  | {
      readonly kind: 'changed';
      readonly key: string;
      readonly title: string;
      readonly fields: readonly FieldChange[];
    };

/** In the order of the newer one; what went comes last. */
export function changesBetween(
  before: Pick<Revision, 'tasks'>,
  after: Pick<Revision, 'tasks'>,
): readonly TaskChange[] {
  const old = new Map(before.tasks.map((task) => [task.key, task]));
  const now = new Set(after.tasks.map((task) => task.key));
  const kept = after.tasks.flatMap((task): readonly TaskChange[] => {
    const was = old.get(task.key);
    if (was === undefined) return [{ kind: 'came', key: task.key, title: task.title }];
    const fields = fieldChanges(was, task);
    return fields.length === 0 ? [] : [{ kind: 'changed', key: task.key, title: task.title, fields }];
  });
  const gone = before.tasks.filter((task) => !now.has(task.key));
  return [...kept, ...gone.map(({ key, title }) => ({ kind: 'went' as const, key, title }))];
}

function fieldChanges(was: Proposed, is: Proposed): readonly FieldChange[] {
  const old = linesOf(was);
  return [...linesOf(is)].flatMap(([field, lines]) => {
    const before = old.get(field) ?? [];
    const removed = before.filter((line) => !lines.includes(line));
    const added = lines.filter((line) => !before.includes(line));
    const isSame = before.length === lines.length && before.every((line, index) => line === lines[index]);
    // Lines that only changed places are shown as they stand now.
    if (!isSame && removed.length + added.length === 0) return [{ field, removed: before, added: lines }];
    return isSame ? [] : [{ field, removed, added }];
  });
}

function linesOf(task: Proposed): ReadonlyMap<string, readonly string[]> {
  // What is known of a task changes with what it says.
  const fields = Object.entries(task).filter(([field]) => field !== 'key' && field !== 'review');
  return new Map(fields.map(([field, value]) => [field, wordsOf(value)]));
}

/** A line each. */
export function wordsOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return value.split('\n').filter((line) => line.trim() !== '');
  if (Array.isArray(value)) return value.flatMap((one: unknown) => inOneLine(one));
  return [inOneLine(value)];
}

function inOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .flatMap(([name, one]: readonly [string, unknown]) => {
      if (typeof one === 'boolean') return name === 'is_new' && one ? ['new'] : [];
      return typeof one === 'string' || typeof one === 'number' ? [String(one)] : [];
    })
    .join(': ');
}
