// The limits that a task works under, and how much of each is used: what a person asks when a task is slow, or was stopped.
import type { Attempt } from './attempt.ts';
import type { Budget, BudgetOf, Spent } from './budget.ts';
import type { LimitSource } from './limit-source.ts';
import type { Task } from './task.ts';

export const limitKinds = ['time', 'turns', 'tokens', 'cost'] as const;

export interface LimitUse {
  readonly what: (typeof limitKinds)[number];
  /** Whose limit it is: of the attempt, or of a day of its project or of all projects. */
  readonly of: BudgetOf;
  /** Milliseconds, rounds with the model, tokens in and out together, or dollars. */
  readonly limit: number;
  /** The same unit; null = nobody counted it, or the price of a model is not known. */
  readonly used: number | null;
  /** Who set it; null = it is not known. */
  readonly from: LimitSource | null;
}

/** A budget of one day, and what was used of it. */
export interface DayUse {
  readonly of: 'project_day' | 'day';
  readonly budget: Budget;
  readonly spent: Spent;
}

/** `attempt` is the newest; `days` are left out where a task cannot use more of them. `now` in milliseconds since 1970. */
export function limitsInUse(
  task: Task,
  attempt: Attempt | undefined,
  days: readonly DayUse[],
  now: number,
): readonly LimitUse[] {
  const { timeoutMs, maxTurns, maxTokens = null, maxCost = null, from = {} } = task.limits;
  const used = attempt?.usage;
  const tokens = used === undefined ? 0 : used.inputTokens + used.outputTokens;
  // A model without a price has used an unknown amount of money, not none.
  const cost = tokens === 0 ? 0 : (used?.cost ?? null);
  const all: readonly Told[] = [
    { what: 'time', of: 'attempt', limit: timeoutMs, used: timeOf(task, now), from: from.timeoutMs },
    {
      what: 'turns',
      of: 'attempt',
      limit: maxTurns,
      used: attempt === undefined ? 0 : (used?.turns ?? null),
      from: from.maxTurns,
    },
    { what: 'tokens', of: 'attempt', limit: maxTokens, used: tokens, from: from.maxTokens },
    { what: 'cost', of: 'attempt', limit: maxCost, used: cost, from: from.maxCost },
    ...days.flatMap(({ of, budget, spent }) => [
      { what: 'tokens' as const, of, limit: budget.tokens, used: spent.tokens, from: ofDay[of] },
      { what: 'cost' as const, of, limit: budget.cost, used: spent.cost, from: ofDay[of] },
    ]),
  ];
  return all.flatMap(({ limit, from: source = null, ...one }) =>
    limit === null ? [] : [{ ...one, limit, from: source }],
  );
}

type Told = Omit<LimitUse, 'limit' | 'from'> & {
  readonly limit: number | null;
  readonly from: LimitSource | undefined;
};

const ofDay = { project_day: 'project', day: 'home' } as const;

/** Whether it can still use tokens, so that the budgets of a day concern it. */
export function canSpend({ state }: Task): boolean {
  return ['draft', 'queued', 'starting', 'running', 'waiting', 'paused', 'failed'].includes(state);
}

// The clock of a run begins when it does; what it showed when a run was over is not kept.
function timeOf(task: Task, now: number): number | null {
  if (task.state === 'running') return Math.max(0, now - task.stateSince);
  return task.state === 'queued' || task.state === 'draft' ? 0 : null;
}
