// What a task conflicts with, in a few words for a table or a list of facts.
import { isForeknown } from '../api/states.ts';
import type { TaskJson } from '../api/schemas.ts';
import { oneLine, plural } from './text.ts';

/** `the branch in a.txt; #3 in b.txt and 2 more files`, or null when there is nothing to say; of those that stand in the way. */
export function conflictWords({ conflicts }: Pick<TaskJson, 'conflicts'>): string | null {
  const open = conflicts?.filter((conflict) => !isForeknown(conflict)) ?? [];
  if (open.length === 0) return null;
  return open
    .map(({ with: id, number, files }) => {
      const who = id === null ? 'the branch' : `#${number ?? '?'}`;
      const [first, ...more] = files;
      if (first === undefined) return who;
      return `${who} in ${oneLine(first.path)}${more.length === 0 ? '' : ` and ${plural(more.length, 'more file')}`}`;
    })
    .join('; ');
}
