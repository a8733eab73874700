// What one run of a subagent took, counted from its events.
import type { SubagentEvent } from './event.ts';

export interface ToolUsage {
  readonly name: string;
  readonly count: number;
  readonly success: number;
  readonly failure: number;
  readonly lastError: string | null;
  readonly totalDurationMs: number;
  readonly averageDurationMs: number;
}

export interface SubagentStatistics {
  readonly totalDurationMs: number;
  readonly rounds: number;
  readonly totalToolCalls: number;
  readonly successfulToolCalls: number;
  readonly failedToolCalls: number;
  /** Of its tool calls, in percent; 100 without any. */
  readonly successRate: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** In dollars; null when the price of the model is not known. Never guessed. */
  readonly estimatedCost: number | null;
  readonly toolUsage: readonly ToolUsage[];
}

/** In dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What the agent that asked, and a program, are told of a run. */
export interface SubagentResult {
  readonly result: string;
  readonly success: boolean;
  readonly statistics: {
    readonly totalDurationMs: number;
    readonly rounds: number;
    readonly toolCalls: number;
    readonly tokens: number;
  };
}

/** Of a run so far. `now` in milliseconds since 1970. */
export function statisticsOf(
  events: readonly SubagentEvent[],
  now: number,
  price: Price | null,
): SubagentStatistics {
  const results = events.filter((event) => event.type === 'tool_result');
  const usages = events.filter((event) => event.type === 'usage');
  const inputTokens = total(usages.map((usage) => usage.inputTokens));
  const outputTokens = total(usages.map((usage) => usage.outputTokens));
  const successful = results.filter(({ success }) => success).length;
  return {
    totalDurationMs: Math.max(0, now - (events[0]?.timestamp ?? now)),
    rounds: events.filter(({ type }) => type === 'round').length,
    totalToolCalls: results.length,
    successfulToolCalls: successful,
    failedToolCalls: results.length - successful,
    successRate: results.length === 0 ? 100 : Math.round((successful / results.length) * 1000) / 10,
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    estimatedCost:
      price === null ? null : (inputTokens * price.input + outputTokens * price.output) / 1_000_000,
    toolUsage: [...new Set(results.map(({ name }) => name))].map((name) =>
      usageOf(
        name,
        results.filter((result) => result.name === name),
      ),
    ),
  };
}

export function resultOf(text: string, success: boolean, statistics: SubagentStatistics): SubagentResult {
  const { totalDurationMs, rounds, totalToolCalls, totalTokens } = statistics;
  return {
    result: text,
    success,
    statistics: { totalDurationMs, rounds, toolCalls: totalToolCalls, tokens: totalTokens },
  };
}

type ToolResult = Extract<SubagentEvent, { type: 'tool_result' }>;

function usageOf(name: string, results: readonly ToolResult[]): ToolUsage {
  const success = results.filter((result) => result.success).length;
  const totalDurationMs = total(results.map(({ durationMs }) => durationMs));
  return {
    name,
    count: results.length,
    success,
    failure: results.length - success,
    lastError: results.findLast(({ error }) => error !== null)?.error ?? null,
    totalDurationMs,
    averageDurationMs: results.length === 0 ? 0 : Math.round(totalDurationMs / results.length),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
