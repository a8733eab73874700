// The limits of a task in one line each: what it may use, and how much of that is gone.
import type { TaskJson } from '../api/schemas.ts';

type LimitJson = TaskJson['limits'][number];

const whose = { attempt: '', project_day: " of the project's day", day: ' of the day' } as const;

/** Such as `4,200 of 10,000 tokens (template)`. */
export function limitText({ what, of, limit, used, from }: LimitJson): string {
  // Whose day it is says it already.
  const source = from === null || of !== 'attempt' ? '' : ` (${from})`;
  const so = used === null ? 'unknown' : amount(what, used);
  return `${so} of ${amount(what, limit)}${unit(what, limit)}${whose[of]}${source}`;
}

function amount(what: LimitJson['what'], value: number): string {
  if (what === 'time') return span(value);
  if (what === 'cost') return `$${value.toFixed(value !== 0 && value < 1 ? 4 : 2)}`;
  return value.toLocaleString('en');
}

function unit(what: LimitJson['what'], limit: number): string {
  if (what === 'tokens') return ' tokens';
  if (what !== 'turns') return '';
  return limit === 1 ? ' turn' : ' turns';
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const parts = [hours > 0 && `${hours}h`, minutes > 0 && `${minutes}m`, rest > 0 && `${rest}s`];
  return parts.filter((part) => part !== false).join('') || '0s';
}
