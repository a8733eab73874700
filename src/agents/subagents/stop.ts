// Our extension of the protocol: a client may stop one subagent, and the agent goes on with what it has.
import { z } from 'zod';

/** ACP wants names of extensions to begin with an underscore. */
export const stopMethod = '_tasklane/subagent/stop';

export const stopParams = z.object({
  sessionId: z.string(),
  /** Of the call that the subagent works for. */
  toolCallId: z.string(),
});

export const stopAnswer = z.object({ stopped: z.boolean() });
