// The query language of Coder's task list: `owner:me status:active organization:"shop"`, a bare word is an owner.
import { coderStatuses } from '../../domain/coder/view.ts';
import type { CoderStatus } from '../../domain/coder/view.ts';
import { CoderError } from './coder-error.ts';

export interface TaskSearch {
  readonly owner?: string;
  readonly organization?: string;
  readonly status?: CoderStatus;
}

/** Throws a 400 that names what is wrong. Case does not matter. */
export function parseTaskSearch(q: string): TaskSearch {
  const problems: { field: string; detail: string }[] = [];
  const found: { -readonly [Key in keyof TaskSearch]: TaskSearch[Key] } = {};
  for (const [key, value] of termsOf(q, problems)) {
    if (key === 'owner' || key === 'organization') found[key] = value;
    else if (key === 'status') {
      const status = coderStatuses.find((one) => one === value);
      if (status !== undefined) found.status = status;
      else problems.push({ field: key, detail: `“${value}” is none of: ${coderStatuses.join(', ')}.` });
    } else problems.push({ field: key, detail: `“${key}” is not a valid query param.` });
  }
  if (problems.length > 0)
    throw new CoderError(400, 'invalid_input', 'Invalid task search query.', { validations: problems });
  return found;
}

function termsOf(
  q: string,
  problems: { field: string; detail: string }[],
): readonly (readonly [key: string, value: string])[] {
  const words = q.toLowerCase().match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return words.flatMap((word) => {
    const [key = '', ...rest] = word.split(':');
    const value = rest.join(':').replaceAll('"', '');
    if (rest.length === 0) return [['owner', key.replaceAll('"', '')] as const];
    if (key !== '' && value !== '') return [[key, value] as const];
    problems.push({ field: 'q', detail: `“${word}” has no ${key === '' ? 'key' : 'value'}.` });
    return [];
  });
}
