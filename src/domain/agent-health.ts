// Whether an agent may be started at all, apart from any task: it may be at its usage limit until some time, or have
// failed so often in a row that starting it again would only waste tasks (a circuit breaker). Pure; the store keeps it.
import type { TaskId } from './ids.ts';
import { clockTime, timeLeft } from './moment.ts';

export interface AgentHealth {
  /** Another home may have other keys under the same name. */
  readonly home: string;
  /** The name of its entry: what stands for its account, because the entry says with which key and home it runs. */
  readonly agent: string;
  /** Its provider said that it takes no more work before then. */
  readonly limit: { readonly until: number; readonly message: string } | null;
  /** Its own failures since it last worked, at most one of each task, the newest last. */
  readonly failures: readonly AgentFailure[];
  /** The breaker is open; after that time one task may try the agent. Null: it is closed. */
  readonly brokenUntil: number | null;
}

export interface AgentFailure {
  readonly task: TaskId;
  readonly message: string;
}

export interface BreakerRule {
  /** So many tasks in a row, and the agent is not started any more. 0 = never. */
  readonly failures: number;
  /** How long before one task may try it again. */
  readonly coolDownMs: number;
}

/** Why an agent is not started. `until` is null while a task tries whether it works again. */
export interface AgentHold {
  readonly kind: 'agent';
  readonly agent: string;
  readonly why: 'usage_limit' | 'broken' | 'trial';
  readonly until: number | null;
  readonly text: string;
}

export function healthy(home: string, agent: string): AgentHealth {
  return { home, agent, limit: null, failures: [], brokenUntil: null };
}

export function isHealthy(health: AgentHealth): boolean {
  return health.limit === null && health.failures.length === 0 && health.brokenUntil === null;
}

/** `busy` = how many of its tasks are live. Null: it may be started. */
export function agentHold(health: AgentHealth | undefined, busy: number, now: number): AgentHold | null {
  if (health === undefined) return null;
  const { agent, limit, brokenUntil } = health;
  if (limit !== null && limit.until > now) {
    const when = `${clockTime(limit.until, now, { seconds: false })} (in ${timeLeft(limit.until - now)})`;
    const text = `agent ${agent} is at its usage limit until ${when}`;
    return { kind: 'agent', agent, why: 'usage_limit', until: limit.until, text };
  }
  if (brokenUntil === null) return null;
  if (brokenUntil > now) {
    const when = `it is tried again in ${timeLeft(brokenUntil - now)}, or now with \`tasklane agents resume ${agent}\``;
    return { kind: 'agent', agent, why: 'broken', until: brokenUntil, text: `${failed(health)}; ${when}` };
  }
  if (busy === 0) return null;
  const text = `${failed(health)} and is being tried with one task`;
  return { kind: 'agent', agent, why: 'trial', until: null, text };
}

function failed({ agent, failures }: AgentHealth): string {
  const last = failures.at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '';
  const short = last.length > 120 ? `${last.slice(0, 119)}…` : last;
  return `agent ${agent} failed ${failures.length} times in a row (last: ${short})`;
}

export function limited(health: AgentHealth, until: number, message: string): AgentHealth {
  // Two tasks may hear of the same limit in other words: the later end is the one that both agree to.
  if (health.limit !== null && health.limit.until >= until) return health;
  return { ...health, limit: { until, message } };
}

/** The failures that are kept, however high the breaker's number is. */
const mostKept = 100;

/** After a failure that speaks of the agent itself, not of the task. */
export function afterFailure(
  health: AgentHealth,
  failure: AgentFailure,
  rule: BreakerRule,
  now: number,
): AgentHealth {
  const others = health.failures.filter((one) => one.task !== failure.task);
  const failures = [...others, failure].slice(-mostKept);
  // A trial that failed opens it again, also when it was the same task as before.
  const isBroken = rule.failures > 0 && (health.brokenUntil !== null || failures.length >= rule.failures);
  return { ...health, failures, brokenUntil: isBroken ? now + rule.coolDownMs : null };
}

/** After a turn that the agent brought to its end. */
export function afterSuccess(health: AgentHealth, now: number): AgentHealth {
  const { home, agent, limit } = health;
  // One of its tasks may go on while the account takes no new ones.
  return { ...healthy(home, agent), limit: limit !== null && limit.until > now ? limit : null };
}
