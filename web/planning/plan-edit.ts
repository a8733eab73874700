// What is planned for a draft, as it is written in a form, and what is sent of it.
import type { DraftChangeJson } from '../../src/api/request-change-schemas.ts';
import { globsIn as linesIn } from './globs.ts';
import type { Proposed } from './words.ts';

type Edit = Extract<DraftChangeJson, { readonly type: 'edit' }>;

/** Those that are lists of sentences, one a line. */
export const listNames = ['steps', 'done_when', 'checks', 'prohibitions', 'risks', 'out_of_scope'] as const;
export type ListName = (typeof listNames)[number];

export interface PlanFields {
  readonly lists: Readonly<Record<ListName, string>>;
  readonly size: Proposed['size'];
  /** Empty: none. */
  readonly category: string;
  /** Why it waits, by the key of what it waits for. */
  readonly waits: Readonly<Record<string, string>>;
}

export function planFieldsOf(task: Proposed): PlanFields {
  return {
    lists: Object.fromEntries(listNames.map((name) => [name, task[name].join('\n')])) as PlanFields['lists'],
    size: task.size,
    category: task.category ?? '',
    waits: Object.fromEntries(task.depends_on.map(({ key, reason }) => [key, reason])),
  };
}

/** What reads otherwise than in the task; null when that is nothing. */
export function planEditOf(task: Proposed, { lists, size, category, waits }: PlanFields): Edit | null {
  const changed = listNames.filter((name) => linesIn(lists[name]).join('\n') !== task[name].join('\n'));
  const before = planFieldsOf(task);
  const edit: Omit<Edit, 'type' | 'key'> = {
    ...Object.fromEntries(changed.map((name) => [name, linesIn(lists[name])])),
    ...(size !== task.size && { size }),
    ...(category !== before.category && {
      category: category === '' ? null : (category as Edit['category']),
    }),
    ...(written(waits) !== written(before.waits) && {
      depends_on: Object.entries(waits).map(([key, reason]) => ({
        key,
        reason: reason.trim() || 'It comes first.',
      })),
    }),
  };
  return Object.keys(edit).length === 0 ? null : { type: 'edit', key: task.key, ...edit };
}

function written(waits: PlanFields['waits']): string {
  return JSON.stringify(Object.entries(waits).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
