// The sessions of one test. To be made before the test's folders: hooks run in the order in which they were registered,
// and an agent that still lives when its HOME is removed writes it again.
import type { TestContext } from 'node:test';
import type { AgentSession } from '../../../src/agents/driver.ts';

export class OpenSessions {
  readonly #sessions: AgentSession[] = [];

  constructor(context: TestContext) {
    context.after(() => Promise.all(this.#sessions.map((session) => session.close())));
  }

  add(session: AgentSession): AgentSession {
    this.#sessions.push(session);
    return session;
  }
}
