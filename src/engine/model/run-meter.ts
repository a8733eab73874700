// What one run uses, from whatever tells of it: each request that the gateway saw or, where the agent asks its models by
// itself, the totals that the agent gives. Knows when a budget is used up, and what its model did in the turn under way.
import { addSpent, overrunOf } from '../../domain/budget.ts';
import type { Budget, Overrun, Spent } from '../../domain/budget.ts';
import { noUsage } from '../../domain/attempt.ts';
import type { Attempt, Usage } from '../../domain/attempt.ts';
import type { ModelCall } from '../../domain/llm/call.ts';
import { healthOf } from '../../domain/llm/outcome.ts';
import type { Health } from '../../domain/llm/outcome.ts';
import type { UsageSums } from '../../domain/usage-row.ts';

export interface Budgets {
  readonly attempt: Budget;
  readonly projectDay: Budget;
  readonly day: Budget;
}

/** What all agents have used today, without this run. */
export interface DaySoFar {
  readonly all: () => Spent;
  readonly project: () => Spent;
}

export interface Used {
  readonly model: string;
  readonly sums: UsageSums;
}

const perDollar = 1_000_000;

export class RunMeter {
  readonly #budgets: Budgets;
  readonly #day: DaySoFar;
  #usage: Usage;
  /** Of the usage: what has no known price. */
  #unpriced = 0;
  #calls: ModelCall[] = [];
  #isSeen = false;
  #agentSaid: Usage = noUsage;

  /** `attempt` may have used something already, before its session was loaded again. */
  constructor(attempt: Pick<Attempt, 'usage'>, budgets: Budgets, day: DaySoFar) {
    this.#usage = attempt.usage;
    const { inputTokens, outputTokens, cost } = attempt.usage;
    if (cost === null) this.#unpriced = inputTokens + outputTokens;
    this.#budgets = budgets;
    this.#day = day;
  }

  /** Of the attempt. The cost is null as soon as a part of it is unknown. */
  get usage(): Usage {
    return this.#unpriced > 0 ? { ...this.#usage, cost: null } : this.#usage;
  }

  /** The same with the rounds of this turn, as it is kept. */
  get kept(): Usage {
    return { ...this.usage, ...(this.turns !== null && { turns: this.turns }) };
  }

  /** Whether the gateway has seen a request: then the agent's own account is not counted. */
  get isSeen(): boolean {
    return this.#isSeen;
  }

  /** What its model did in this turn. */
  get health(): Health {
    return healthOf(this.#calls);
  }

  /** Tells the rounds of this turn as the agent's driver counts them; null where it cannot. */
  roundsOf: () => number | null = () => null;

  /** Rounds with its model in this turn; null where neither the driver nor the gateway counts them. */
  get turns(): number | null {
    const counted = this.roundsOf();
    if (counted !== null || !this.#isSeen) return counted;
    return this.#calls.filter((call) => !call.isSide && call.outcome === 'ok').length;
  }

  beginTurn(): void {
    this.#calls = [];
  }

  /** The budget that is used up when requests that are not over have used `open`, or null. */
  overrun(open: Spent): Overrun | null {
    const used = this.#usage;
    const spent: Spent = { tokens: used.inputTokens + used.outputTokens, cost: used.cost ?? 0 };
    return overrunOf([
      { of: 'attempt', budget: this.#budgets.attempt, spent: addSpent(spent, open) },
      { of: 'project_day', budget: this.#budgets.projectDay, spent: addSpent(this.#day.project(), open) },
      { of: 'day', budget: this.#budgets.day, spent: addSpent(this.#day.all(), open) },
    ]);
  }

  /** Counts a request that is over. */
  called(call: ModelCall): Used {
    this.#isSeen = true;
    this.#calls.push(call);
    const { tokens, cost } = call;
    const counted = { input: tokens?.input ?? 0, output: tokens?.output ?? 0, cached: tokens?.cached ?? 0 };
    return this.#add({
      model: call.model ?? '',
      ...counted,
      cost,
      isCall: true,
      isFailed: call.outcome === 'failed',
    });
  }

  /** Counts what an agent says it has used in this session so far. `cost` prices it where the agent does not. */
  said(total: Usage, model: string, cost: (used: Usage) => number | null): Used {
    const before = this.#agentSaid;
    this.#agentSaid = total;
    const used: Usage = {
      inputTokens: Math.max(0, total.inputTokens - before.inputTokens),
      outputTokens: Math.max(0, total.outputTokens - before.outputTokens),
      cachedTokens: Math.max(0, total.cachedTokens - before.cachedTokens),
      cost: total.cost === null ? null : Math.max(0, total.cost - (before.cost ?? 0)),
    };
    return this.#add({
      model,
      input: used.inputTokens,
      output: used.outputTokens,
      cached: used.cachedTokens,
      cost: used.cost ?? cost(used),
      isCall: false,
      isFailed: false,
    });
  }

  #add(used: {
    readonly model: string;
    readonly input: number;
    readonly output: number;
    readonly cached: number;
    readonly cost: number | null;
    readonly isCall: boolean;
    readonly isFailed: boolean;
  }): Used {
    const { input, output, cached, cost } = used;
    const unpricedTokens = cost === null ? input + output : 0;
    this.#unpriced += unpricedTokens;
    const before = this.#usage;
    this.#usage = {
      inputTokens: before.inputTokens + input,
      outputTokens: before.outputTokens + output,
      cachedTokens: before.cachedTokens + cached,
      cost: cost === null ? before.cost : (before.cost ?? 0) + cost,
    };
    return {
      model: used.model,
      sums: {
        calls: used.isCall ? 1 : 0,
        failed: used.isFailed ? 1 : 0,
        inputTokens: input,
        outputTokens: output,
        cachedTokens: cached,
        costMicros: Math.round((cost ?? 0) * perDollar),
        unpricedTokens,
      },
    };
  }
}
