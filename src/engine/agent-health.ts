// Keeps what is wrong with agents up to date: what their runs came to, and what a person says.
import { afterFailure, afterSuccess, healthy, isHealthy, limited } from '../domain/agent-health.ts';
import type { AgentFailure, AgentHealth, BreakerRule } from '../domain/agent-health.ts';
import type { Store, StoreOperations } from '../store/store.ts';

type Within = Pick<StoreOperations, 'agents'>;
type Account = Pick<AgentHealth, 'home' | 'agent'>;

/** To be called in the transaction that puts its task off. */
export async function recordLimit(
  within: Within,
  account: Account,
  until: number,
  message: string,
): Promise<void> {
  await within.agents.put(limited(await healthOf(within, account), until, message));
}

/** To be called in the transaction that fails its task. */
export async function recordFailure(
  within: Within,
  account: Account,
  failure: AgentFailure,
  rule: BreakerRule,
  now: number,
): Promise<void> {
  await within.agents.put(afterFailure(await healthOf(within, account), failure, rule, now));
}

/** After each turn that an agent brought to its end; mostly there is nothing to write. */
export async function recordSuccess(
  store: Pick<Store, 'agents' | 'transition'>,
  account: Account,
  now: number,
): Promise<void> {
  if ((await store.agents.get(account.home, account.agent)) === undefined) return;
  await store.transition(async (within) =>
    within.agents.put(afterSuccess(await healthOf(within, account), now)),
  );
}

/** A person says that it may be started again. False: nothing kept it from that. */
export async function resumeAgent(store: Pick<Store, 'transition'>, account: Account): Promise<boolean> {
  const { home, agent } = account;
  return store.transition(async (within) => {
    const before = await within.agents.get(home, agent);
    if (before === undefined || isHealthy(before)) return false;
    await within.agents.put(healthy(home, agent));
    return true;
  });
}

async function healthOf(within: Within, { home, agent }: Account): Promise<AgentHealth> {
  return (await within.agents.get(home, agent)) ?? healthy(home, agent);
}
