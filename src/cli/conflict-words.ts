// What a task conflicts with, in a few words for a table or a list of facts.
import type { TaskJson } from '../api/schemas.ts';
import { oneLine, plural } from './text.ts';

/** `the branch in a.txt; #3 in b.txt and 2 more files`, or null when there is nothing to say. */
export function conflictWords({ conflicts }: Pick<TaskJson, 'conflicts'>): string | null {
  if (conflicts === null || conflicts.length === 0) return null;
  return conflicts
    .map(({ with: id, number, files }) => {
      const who = id === null ? 'the branch' : `#${number ?? '?'}`;
      const [first, ...more] = files;
      if (first === undefined) return who;
      return `${who} in ${oneLine(first.path)}${more.length === 0 ? '' : ` and ${plural(more.length, 'more file')}`}`;
    })
    .join('; ');
}
