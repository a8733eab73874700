// The flags of `task list` that the daemon filters by.
import { AppError } from '../api/errors.ts';
import type { TaskQueryJson } from '../api/schemas.ts';
import { parseSpan } from './time.ts';

export interface FilterFlags {
  readonly state?: string;
  readonly agent?: string;
  readonly policy?: NonNullable<TaskQueryJson['policy']>;
  readonly priority?: NonNullable<TaskQueryJson['priority']>;
  readonly phase?: string;
  readonly subagents?: boolean;
  readonly search?: string;
  readonly since?: string;
}

/** Throws `invalid_input` for a time that is none. */
export function filtersOf(flags: FilterFlags): TaskQueryJson {
  const { state, agent, policy, priority, phase, subagents, search, since } = flags;
  return {
    ...(state !== undefined && { state }),
    ...(agent !== undefined && { agent }),
    ...(policy !== undefined && { policy }),
    ...(priority !== undefined && { priority }),
    ...(phase !== undefined && { phase }),
    ...(subagents === true && { subagents: 'show' as const }),
    ...(search !== undefined && { q: search }),
    ...(since !== undefined && { updated_since: timeOf(since) }),
  };
}

// A time as it stands, or how long ago.
function timeOf(since: string): string {
  const at = /^\d{4}-/.test(since) ? Date.parse(since) : Date.now() - parseSpan(since, '--since');
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new AppError('invalid_input', `--since “${since}” is not a time.`, {
    next: 'Write it like --since 2h or --since 2026-11-21T08:00:00Z.',
  });
}
