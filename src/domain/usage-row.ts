// What agents used, as it is kept for statistics and for the budgets of a day: sums by day, attempt and model. They stay
// when a task or project is deleted, because what was spent was spent.
import type { AttemptId, ProjectId, TaskId } from './ids.ts';
import type { Reach } from './access.ts';

export interface UsageSums {
  /** Requests to models that the gateway saw. */
  readonly calls: number;
  /** Of them: those that failed. */
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** Millionths of a dollar, of all whose price is known. */
  readonly costMicros: number;
  /** Tokens of models without a known price. */
  readonly unpricedTokens: number;
}

export interface UsageRow extends UsageSums {
  readonly home: string;
  /** `2026-11-21`, in the zone of the daemon. */
  readonly day: string;
  readonly projectId: ProjectId;
  readonly taskId: TaskId;
  readonly attemptId: AttemptId;
  readonly agent: string;
  /** Empty when nobody said which. */
  readonly model: string;
}

export const usageGroups = ['agent', 'project', 'day', 'model'] as const;
export type UsageGroup = (typeof usageGroups)[number];

export interface UsageQuery {
  readonly by: UsageGroup;
  readonly reach: Reach;
  readonly home?: string;
  readonly projectId?: ProjectId;
  /** First and last day, both inclusive. */
  readonly from?: string;
  readonly to?: string;
}

export interface UsageGroupSums extends UsageSums {
  /** The agent, the project's id, the day or the model. */
  readonly key: string;
}

/** The day of a time, by the clock of a zone. */
export function dayText(wall: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}`;
}
