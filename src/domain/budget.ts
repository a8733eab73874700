// How much work of agents may use: tokens and money, of one attempt and of one day. Pure.

export interface Budget {
  /** In and out together; null = no limit. */
  readonly tokens: number | null;
  /** In dollars. A model without a known price uses none of it. */
  readonly cost: number | null;
}

export interface Spent {
  readonly tokens: number;
  readonly cost: number;
}

/** Whose budget: of the attempt, of the project's day, or of the day of all projects. */
export type BudgetOf = 'attempt' | 'project_day' | 'day';

export interface Overrun {
  readonly of: BudgetOf;
  readonly what: 'tokens' | 'cost';
  readonly limit: number;
  readonly used: number;
}

export const nothingSpent: Spent = { tokens: 0, cost: 0 };

export function addSpent(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens + b.tokens, cost: a.cost + b.cost };
}

/** The first budget that is used up, or null. */
export function overrunOf(
  budgets: readonly { readonly of: BudgetOf; readonly budget: Budget; readonly spent: Spent }[],
): Overrun | null {
  for (const { of, budget, spent } of budgets) {
    if (budget.tokens !== null && spent.tokens >= budget.tokens)
      return { of, what: 'tokens', limit: budget.tokens, used: spent.tokens };
    if (budget.cost !== null && spent.cost >= budget.cost)
      return { of, what: 'cost', limit: budget.cost, used: spent.cost };
  }
  return null;
}

/** In words that follow “used up”: `the attempt's budget of 5000 tokens (5120 used)`. */
export function overrunText({ of, what, limit, used }: Overrun): string {
  const whose = { attempt: "the attempt's", project_day: "the project's daily", day: 'the daily' }[of];
  const amount = (value: number): string => (what === 'tokens' ? `${value} tokens` : dollars(value));
  const so = what === 'tokens' ? `${used} used` : `${dollars(used)} used`;
  return `${whose} budget of ${amount(limit)} (${so})`;
}

/** Money as people read it: whole cents, more digits where it is less than a dollar. */
function dollars(value: number): string {
  return `$${value.toFixed(value !== 0 && value < 1 ? 4 : 2)}`;
}
