// The limits of a new task: what a person says for it, else what its template says, else what is configured.
import type { LimitSource } from '../domain/limit-source.ts';
import type { Limits } from '../domain/task.ts';
import type { WantedLimits } from './changed-limits.ts';

interface OfTemplate {
  readonly timeoutMs?: number | null;
  readonly maxTurns?: number | null;
}

export function limitsFor(wanted: WantedLimits, template: OfTemplate | null, configured: Limits): Limits {
  const { from = {} } = configured;
  const sourceOf = (
    said: number | undefined,
    ofTemplate: number | null | undefined,
    otherwise: LimitSource = 'default',
  ): LimitSource => {
    if (said !== undefined) return 'task';
    return ofTemplate == null ? otherwise : 'template';
  };
  return {
    timeoutMs: wanted.timeout_ms ?? template?.timeoutMs ?? configured.timeoutMs,
    maxTurns: wanted.max_turns ?? template?.maxTurns ?? configured.maxTurns,
    maxTokens: wanted.max_tokens ?? configured.maxTokens ?? null,
    maxCost: wanted.max_cost ?? configured.maxCost ?? null,
    from: {
      timeoutMs: sourceOf(wanted.timeout_ms, template?.timeoutMs, from.timeoutMs),
      maxTurns: sourceOf(wanted.max_turns, template?.maxTurns, from.maxTurns),
      maxTokens: sourceOf(wanted.max_tokens, null, from.maxTokens),
      maxCost: sourceOf(wanted.max_cost, null, from.maxCost),
    },
  };
}
