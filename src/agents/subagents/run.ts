// Our extension of the protocol: the built-in agent has a subagent run as a task of its own, in a copy of its own. Only the
// daemon can make such a copy.
import { z } from 'zod';

/** ACP wants names of extensions to begin with an underscore. */
export const runMethod = '_tasklane/subagent/run';

const limit = z.number().positive().nullable();

export const runParams = z.object({
  sessionId: z.string(),
  subagent: z.string(),
  /** In three to five words. */
  description: z.string(),
  prompt: z.string(),
  copy: z.enum(['shared', 'own']),
  /** As its file says; null = no limit of its own. */
  limits: z.object({ maxTurns: limit, maxTimeMinutes: limit, maxTokens: limit }),
});

/** `text` is for the model: its last message and what became of its work, or why it failed. */
export const runAnswer = z.object({ isError: z.boolean(), text: z.string() });
