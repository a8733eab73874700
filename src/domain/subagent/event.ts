// What a subagent says while it works. The names are those that agents of this kind share; one run is one tool call of
// the agent that asked for it, and its id is that call's.
import type { SubagentCopy } from '../subagent.ts';
import type { SubagentStatistics } from './statistics.ts';

export const terminateReasons = [
  'GOAL',
  'MAX_TURNS',
  'TIMEOUT',
  'MAX_TOKENS',
  'LOOP_DETECTED',
  'CANCELLED',
  'ERROR',
] as const;
/** Why it ended. GOAL alone means that it gave its answer. */
export type TerminateReason = (typeof terminateReasons)[number];

export type SubagentEventBody =
  | {
      readonly type: 'start';
      readonly name: string;
      /** Of the task, in a few words. */
      readonly description: string;
      readonly prompt: string;
      readonly model: string | null;
      readonly tools: readonly string[];
      readonly maxTurns: number | null;
      readonly maxTokens: number | null;
      readonly color: string | null;
      /** Missing: in the copy of its agent. */
      readonly copy?: SubagentCopy;
    }
  | { readonly type: 'round'; readonly round: number }
  | {
      readonly type: 'tool_call';
      readonly round: number;
      readonly callId: string;
      readonly name: string;
      /** What it does, for people. */
      readonly description: string;
      /** JSON, bounded. */
      readonly args: string;
    }
  | {
      readonly type: 'approval_request';
      readonly round: number;
      readonly callId: string;
      readonly name: string;
      readonly description: string;
    }
  | {
      readonly type: 'tool_result';
      readonly round: number;
      readonly callId: string;
      readonly name: string;
      readonly success: boolean;
      /** Why not, bounded. */
      readonly error: string | null;
      readonly durationMs: number;
    }
  /** Of one request to the model. */
  | {
      readonly type: 'usage';
      readonly round: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly totalTokens: number;
    }
  | { readonly type: 'error'; readonly error: string }
  | {
      readonly type: 'finish';
      readonly terminateReason: TerminateReason;
      /** What the agent that asked gets. */
      readonly result: string;
      /** Null: none are kept (`subagentStatistics`). */
      readonly statistics: SubagentStatistics | null;
    };

/** `timestamp` in milliseconds since 1970. */
export type SubagentEvent = SubagentEventBody & { readonly subagentId: string; readonly timestamp: number };
