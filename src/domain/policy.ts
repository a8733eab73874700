// The five policies: what one word on a project or a task sets all at once (spec/lifecycle.md, "Policies").

export const policyNames = ['develop', 'workspace', 'board', 'parallel', 'subagent'] as const;
export type PolicyName = (typeof policyNames)[number];

export interface Policy {
  readonly name: PolicyName;
  /** Where an agent's finished turn leads. */
  readonly whenDone: 'push' | 'idle' | 'ready' | 'return';
  /** How many of these may run at once (subagent: per turn of its parent; develop: per branch). */
  readonly atOnce: number;
  /** Who may cancel a task that is already running. */
  readonly cancelRunning: 'nobody' | 'person' | 'orchestrator' | 'parent';
}

const policies: Readonly<Record<PolicyName, Policy>> = {
  develop: { name: 'develop', whenDone: 'push', atOnce: 1, cancelRunning: 'nobody' },
  workspace: { name: 'workspace', whenDone: 'idle', atOnce: 10, cancelRunning: 'person' },
  board: { name: 'board', whenDone: 'ready', atOnce: 10, cancelRunning: 'person' },
  parallel: { name: 'parallel', whenDone: 'ready', atOnce: 3, cancelRunning: 'orchestrator' },
  subagent: { name: 'subagent', whenDone: 'return', atOnce: 10, cancelRunning: 'parent' },
};

export function policyOf(name: PolicyName): Policy {
  return policies[name];
}

export const planNames = ['pro', 'core'] as const;
export type PlanName = (typeof planNames)[number];

const agentsOfPlan: Readonly<Record<PlanName, number>> = { pro: 10, core: 2 };

/** How many agents a plan allows at once; a number is its own limit. */
export function limitOfPlan(plan: PlanName | number): number {
  return typeof plan === 'number' ? plan : agentsOfPlan[plan];
}
