// The edit of a draft by hand: what it began from, what it says now, and whether somebody else changed the same meanwhile.
import type { TaskEditJson, TaskJson } from '../../src/api/schemas.ts';
import { clashesBetween, rebased } from '../edits/three-way.ts';
import { globsIn } from './globs.ts';

export interface DraftFields {
  readonly title: string;
  readonly prompt: string;
  /** One glob a line. */
  readonly owns: string;
}

export interface DraftEdit {
  /** The version of the task that was read. */
  readonly version: number;
  readonly base: DraftFields;
  readonly mine: DraftFields;
}

type FieldName = keyof DraftFields;
const fieldNames: readonly FieldName[] = ['title', 'prompt', 'owns'];
export const fieldTitles: Readonly<Record<FieldName, string>> = {
  title: 'Title',
  prompt: 'Prompt',
  owns: 'May change only',
};

type Read = Pick<TaskJson, 'title' | 'prompt' | 'owns' | 'version'>;

export function beginEdit(task: Read): DraftEdit {
  const fields = fieldsOf(task);
  return { version: task.version, base: fields, mine: fields };
}

export function fieldsOf(task: Omit<Read, 'version'>): DraftFields {
  return { title: task.title, prompt: task.prompt, owns: task.owns.join('\n') };
}

/** What is sent: what reads otherwise than it began, and the version that was read. Null when that is nothing. */
export function bodyOf({ version, base, mine }: DraftEdit): TaskEditJson | null {
  if (fieldNames.every((name) => base[name] === mine[name])) return null;
  return {
    version,
    ...(mine.title !== base.title && { title: mine.title.trim() }),
    ...(mine.prompt !== base.prompt && { prompt: mine.prompt }),
    ...(mine.owns !== base.owns && { owns: globsIn(mine.owns) }),
  };
}

/** The fields that both have changed, and not to the same. */
export function clashes(edit: DraftEdit, theirs: DraftFields): readonly FieldName[] {
  return clashesBetween(fieldNames, edit, theirs);
}

/** The same edit on what somebody else has made of the task: what was not touched here is theirs. */
export function onto(edit: DraftEdit, task: Read): DraftEdit {
  const theirs = fieldsOf(task);
  return { version: task.version, base: theirs, mine: rebased(edit, theirs) };
}

export function writeEdit(edit: DraftEdit | null): string {
  return edit === null ? '' : JSON.stringify(edit);
}

/** Null for anything that `writeEdit` did not make. */
export function readEdit(text: string): DraftEdit | null {
  if (text === '') return null;
  try {
    const { version, base, mine } = JSON.parse(text) as Partial<DraftEdit>;
    if (typeof version !== 'number' || !areFields(base) || !areFields(mine)) return null;
    return { version, base, mine };
  } catch {
    return null;
  }
}

function areFields(value: unknown): value is DraftFields {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return fieldNames.every((name) => typeof fields.get(name) === 'string');
}
