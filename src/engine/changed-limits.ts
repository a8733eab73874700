// The limits of a task with what a person says otherwise.
import type { Limits } from '../domain/task.ts';

export interface WantedLimits {
  readonly timeout_ms?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly max_tokens?: number | undefined;
  /** In dollars. */
  readonly max_cost?: number | undefined;
}

/** The same object when nothing is said. */
export function changedLimits(limits: Limits, wanted: WantedLimits): Limits {
  const { timeout_ms: timeoutMs, max_turns: maxTurns, max_tokens: maxTokens, max_cost: maxCost } = wanted;
  if ([timeoutMs, maxTurns, maxTokens, maxCost].every((one) => one === undefined)) return limits;
  return {
    timeoutMs: timeoutMs ?? limits.timeoutMs,
    maxTurns: maxTurns ?? limits.maxTurns,
    maxTokens: maxTokens ?? limits.maxTokens ?? null,
    maxCost: maxCost ?? limits.maxCost ?? null,
    from: {
      ...limits.from,
      ...(timeoutMs !== undefined && { timeoutMs: 'task' }),
      ...(maxTurns !== undefined && { maxTurns: 'task' }),
      ...(maxTokens !== undefined && { maxTokens: 'task' }),
      ...(maxCost !== undefined && { maxCost: 'task' }),
    },
  };
}
