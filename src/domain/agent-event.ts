// What an agent session says while it works, in our words: shaped so that ACP v1, ACP v2 and a plain command all fit.
// Tool calls are upserts by id and may arrive in any order (agents.md §2.1: some agents send the update before the call).
import type { Usage } from './attempt.ts';
import type { SubagentEvent } from './subagent/event.ts';

export type ToolKind =
  'read' | 'edit' | 'delete' | 'move' | 'search' | 'execute' | 'think' | 'fetch' | 'other';
export type ToolStatus = 'pending' | 'running' | 'completed' | 'failed';

export interface FileDiff {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

export interface ToolCall {
  readonly id: string;
  readonly title: string;
  readonly kind: ToolKind;
  readonly status: ToolStatus;
  /** Files it touches, as the agent says them. */
  readonly paths: readonly string[];
  readonly input: string | null;
  /** Its output so far; the newest upsert replaces the ones before. Capped by the driver. */
  readonly output: string | null;
  readonly diffs: readonly FileDiff[];
  /** The call whose subagent makes it. */
  readonly parent?: string;
}

export interface PlanEntry {
  readonly text: string;
  readonly status: 'pending' | 'in_progress' | 'completed';
}

export type AgentEvent =
  | { readonly type: 'agent.message'; readonly text: string }
  | { readonly type: 'agent.thought'; readonly text: string }
  | { readonly type: 'agent.tool'; readonly call: ToolCall }
  | { readonly type: 'agent.plan'; readonly entries: readonly PlanEntry[] }
  /** What the agent says its session does; only agents that speak the second version of ACP say it. */
  | { readonly type: 'agent.state'; readonly state: 'idle' | 'running' | 'requires_action' }
  /** Totals of the session so far, not a difference. */
  | { readonly type: 'agent.usage'; readonly usage: Usage }
  | {
      readonly type: 'agent.permission';
      readonly call: ToolCall;
      readonly decision: 'allowed' | 'denied';
      readonly by: string;
    }
  /** Of a subagent inside the agent; its id is that of the tool call that it works for. */
  | { readonly type: 'agent.subagent'; readonly event: SubagentEvent }
  /** Everything else worth keeping: stderr, lines that are not protocol, updates of a kind we do not know. */
  | { readonly type: 'agent.note'; readonly level: 'info' | 'warning'; readonly text: string };
