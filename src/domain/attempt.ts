// One agent working on one task. A retry is a new attempt; a resume after a crash continues the same one.
import type { AttemptId, TaskId } from './ids.ts';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** In dollars, when the agent or its provider says so; never guessed. */
  readonly cost: number | null;
  /** Rounds with the model since the last prompt; missing where nobody counts them. */
  readonly turns?: number;
}

export interface Attempt {
  readonly id: AttemptId;
  readonly taskId: TaskId;
  /** 1 for the first. */
  readonly number: number;
  readonly agent: string;
  readonly model: string | null;
  /** The agent's own id of its conversation, with which it can be loaded again. */
  readonly sessionId: string | null;
  /** Process group of the agent while it lives, so that a restarted daemon can end what was left behind. */
  readonly processGroup: number | null;
  readonly usage: Usage;
  /** Since when its task had waited in the queue; null: handed out to who asked, or from before this was kept. */
  readonly queuedAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, cost: null };

/** Both together. A cost that nobody knows adds nothing. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    cost: a.cost === null && b.cost === null ? null : (a.cost ?? 0) + (b.cost ?? 0),
  };
}
