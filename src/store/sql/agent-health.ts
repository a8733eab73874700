// What is wrong with agents: a row for each with which something is.
import { isHealthy } from '../../domain/agent-health.ts';
import type { AgentHealth } from '../../domain/agent-health.ts';
import type { AgentHealths } from '../store.ts';
import { decodeAgentHealth, encodeAgentHealth } from './rows.ts';
import type { Session, Tx } from './session.ts';

export function agentHealths(session: Session): AgentHealths {
  return {
    get: (home, agent) =>
      session.read(async (tx) => {
        const ofHome = tx.db.selectFrom('agent_health').selectAll().where('home', '=', home);
        const row = await ofHome.where('agent', '=', agent).executeTakeFirst();
        return row && decodeAgentHealth(row);
      }),
    list: (home) =>
      session.read(async (tx) => {
        const ofHome = tx.db.selectFrom('agent_health').selectAll().where('home', '=', home);
        const rows = await ofHome.orderBy('agent').execute();
        return rows.map(decodeAgentHealth);
      }),
    put: (health) => session.write((tx) => put(tx, health)),
  };
}

async function put(tx: Tx, health: AgentHealth): Promise<void> {
  const { home, agent, body } = encodeAgentHealth(health);
  if (isHealthy(health)) {
    await tx.db.deleteFrom('agent_health').where('home', '=', home).where('agent', '=', agent).execute();
    return;
  }
  await tx.db
    .insertInto('agent_health')
    .values({ home, agent, body })
    .onConflict((conflict) => conflict.columns(['home', 'agent']).doUpdateSet({ body }))
    .execute();
}
