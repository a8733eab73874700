// Our own tools in the session of an agent, as the engine sees them. What serves them is in server/session/; daemon.ts puts the
// two together.
import type { SessionTools } from '../agents/driver.ts';
import type { PlannerDesk } from './planner-desk.ts';
import type { SessionDesk } from './session-desk.ts';

export interface OpenSessionTools {
  readonly tools: SessionTools;
  /** The token is worth nothing from now on, and what is under way is ended. Idempotent. */
  close(): void;
}

export interface SessionToolServer {
  /** Tools for one session, with a token of their own. Null while nobody could reach them. */
  open(desk: SessionDesk): OpenSessionTools | null;
  /** The same for a planner, whose only tool takes what it proposes. */
  openPlanner(desk: PlannerDesk): OpenSessionTools | null;
}
