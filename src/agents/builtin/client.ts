// What the agent tells its client and asks of it, in our words; the protocol's words are in acp-client.ts.
import type { FileDiff, PlanEntry, ToolKind } from '../../domain/agent-event.ts';
import type { SubagentEvent } from '../../domain/subagent/event.ts';
import type { SubagentCopy, SubagentLimits } from '../../domain/subagent.ts';
import type { StepUsage } from './model.ts';

export interface ShownCall {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: ToolKind;
  /** As the model wrote them. */
  readonly paths: readonly string[];
  readonly input: unknown;
  /** The call whose subagent makes it. */
  readonly parent?: string;
}

export interface CallState {
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  /** What it printed or answered so far. */
  readonly text?: string;
  readonly diffs?: readonly FileDiff[];
}

export type Permission = 'once' | 'always' | 'refused' | 'cancelled';

/** A part of the work that another process does, in a copy of its own. */
export interface Elsewhere {
  readonly subagent: string;
  readonly description: string;
  readonly prompt: string;
  readonly copy: SubagentCopy;
  readonly limits: SubagentLimits;
}

export interface ElsewhereAnswer {
  readonly isError: boolean;
  readonly text: string;
}

/** Updates arrive in the order they are sent; each resolves when it is on its way. */
export interface Client {
  /** A piece of a message; pieces with the same id belong together. */
  say(text: string, messageId: string): Promise<void>;
  think(text: string, messageId: string): Promise<void>;
  /** Repeats what a person said, when a conversation is loaded. */
  heard(text: string): Promise<void>;
  showCall(call: ShownCall, state: CallState): Promise<void>;
  updateCall(call: ShownCall, state: CallState): Promise<void>;
  /** Something beside the conversation that a person should know, in a whole sentence. */
  notice(severity: 'info' | 'warning', sentence: string): Promise<void>;
  showPlan(entries: readonly PlanEntry[]): Promise<void>;
  /** What a subagent does, under the id of the call that it works for; `usage` where it is one more request. */
  showSubagent(callId: string, event: SubagentEvent, usage: StepUsage | null): Promise<void>;
  /** Has a subagent run outside of this agent, as a task of its own. Rejects with the signal's reason when that aborts. */
  runElsewhere(request: Elsewhere, signal: AbortSignal): Promise<ElsewhereAnswer>;
  /** What one request to the model used. */
  showUsage(usage: StepUsage): Promise<void>;
  /** Rejects with the signal's reason when that aborts. */
  askPermission(call: ShownCall, diffs: readonly FileDiff[], signal: AbortSignal): Promise<Permission>;
}
