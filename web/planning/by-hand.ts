// Drafts changed by hand: what a person wants, whether somebody else is in the way of it, and both in words.
import type { DraftChangeJson } from '../../src/api/request-change-schemas.ts';
import { changesBetween, wordsOf } from './revision-changes.ts';
import type { FieldChange } from './revision-changes.ts';
import { fieldWords } from './words.ts';
import type { Proposed } from './words.ts';

type Tasks = readonly Proposed[];
/** A text as it was written in several fields. */
type Written = Readonly<{ title: string; prompt: string }>;

/** One place up or down; the same where there is no place. */
export function moved(keys: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const from = keys.indexOf(key);
  const to = from + by;
  if (from === -1 || to < 0 || to >= keys.length) return keys;
  const others = keys.filter((one) => one !== key);
  return [...others.slice(0, to), key, ...others.slice(to)];
}

/** Before or behind another. */
export function placed(
  keys: readonly string[],
  key: string,
  beside: string,
  edge: 'top' | 'bottom',
): readonly string[] {
  const others = keys.filter((one) => one !== key);
  const place = others.indexOf(beside);
  if (key === beside || place === -1 || others.length === keys.length) return keys;
  const to = place + (edge === 'top' ? 0 : 1);
  return [...others.slice(0, to), key, ...others.slice(to)];
}

/** Whether what somebody else made of the drafts concerns what is to be changed. */
export function isInTheWay(change: DraftChangeJson, read: Tasks, current: Tasks): boolean {
  if (change.type === 'directions') return false;
  if (change.type === 'order') return keysOf(read).join('\n') !== keysOf(current).join('\n');
  const about = concerned(change);
  return changesBetween({ tasks: [...read] }, { tasks: [...current] })
    .filter(({ key }) => about.includes(key))
    .some((one) => change.type !== 'edit' || one.kind !== 'changed' || sameField(change, one.fields));
}

function sameField(change: object, fields: readonly FieldChange[]): boolean {
  return fields.some(({ field }) => field in change);
}

/** The same change of what there is now; null when one that it is about is gone. */
export function ontoCurrent(change: DraftChangeJson, current: Tasks): DraftChangeJson | null {
  const there = new Set(keysOf(current));
  if (change.type !== 'order') return concerned(change).every((key) => there.has(key)) ? change : null;
  const kept = change.keys.filter((key) => there.has(key));
  return { ...change, keys: [...kept, ...keysOf(current).filter((key) => !kept.includes(key))] };
}

/** What the person wants, to be read beside what there is. */
export function mineInWords(change: DraftChangeJson, read: Tasks): string {
  const titleOf = (key: string): string => read.find((task) => task.key === key)?.title ?? key;
  switch (change.type) {
    case 'order':
      return numbered(change.keys.map(titleOf));
    case 'split':
      return `Split “${titleOf(change.key)}” into:\n${change.into.map(inWords).join('\n')}`;
    case 'merge':
      return `Make one of ${change.keys.map((key) => `“${titleOf(key)}”`).join(' and ')}`;
    case 'remove':
      return `Put “${titleOf(change.key)}” away`;
    case 'edit':
      return editInWords(change);
    case 'directions':
      return `Do it in ${change.directions.length} ways`;
  }
}

function editInWords(change: Extract<DraftChangeJson, { type: 'edit' }>): string {
  return Object.entries(change)
    .filter(([name]) => name !== 'type' && name !== 'key')
    .map(([name, value]) => `${fieldWords[name] ?? name}: ${wordsOf(value).join('\n')}`)
    .join('\n');
}

/** The drafts that it is about as they are now. */
export function theirsInWords(change: DraftChangeJson, current: Tasks): string {
  if (change.type === 'order' || change.type === 'directions')
    return numbered(current.map(({ title }) => title));
  const about = new Set(concerned(change));
  const found = current.filter(({ key }) => about.has(key));
  if (change.type === 'edit') {
    const [task] = found;
    if (task === undefined) return 'It is gone.';
    const names = Object.keys(change).filter((name) => name in task && name !== 'key');
    return editInWords({
      type: 'edit',
      key: task.key,
      ...Object.fromEntries(Object.entries(task).filter(([name]) => names.includes(name))),
    });
  }
  const there = found.map(inWords);
  return there.length === about.size ? there.join('\n') : ['It is gone.', ...there].join('\n');
}

function concerned(change: DraftChangeJson): readonly string[] {
  if (change.type === 'directions') return [];
  return 'keys' in change ? change.keys : [change.key];
}

function keysOf(tasks: Tasks): readonly string[] {
  return tasks.map(({ key }) => key);
}

function inWords({ title, prompt }: Written): string {
  return `${title}: ${prompt}`;
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}
