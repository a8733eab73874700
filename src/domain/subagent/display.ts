// A run of a subagent as views show it live: built up from its events, so that every view shows the same.
import type { SubagentEvent, TerminateReason } from './event.ts';
import type { SubagentStatistics } from './statistics.ts';

export interface DisplayedCall {
  readonly callId: string;
  readonly name: string;
  readonly status: 'executing' | 'awaiting_approval' | 'success' | 'failed';
  readonly description: string;
  readonly args: string;
  readonly error: string | null;
}

/** Field names as agents of this kind share them. */
export interface SubagentDisplay {
  readonly type: 'task_execution';
  readonly subagentId: string;
  readonly subagentName: string;
  readonly subagentColor: string | null;
  readonly taskDescription: string;
  readonly taskPrompt: string;
  readonly status: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly terminateReason: TerminateReason | null;
  readonly result: string | null;
  readonly error: string | null;
  readonly executionSummary: SubagentStatistics | null;
  /** The newest, in order. */
  readonly toolCalls: readonly DisplayedCall[];
  readonly hiddenToolCalls: number;
  readonly round: number;
  readonly maxTurns: number | null;
  readonly tokens: number;
  readonly maxTokens: number | null;
  readonly startedAt: number;
}

const keptCalls = 50;

/** Runs by their ids, in the order in which they began. An event of a run whose start is not known is left out. */
export function displaysOf(events: readonly SubagentEvent[]): readonly SubagentDisplay[] {
  const runs = new Map<string, SubagentDisplay>();
  for (const event of events) {
    const next = advance(runs.get(event.subagentId), event);
    if (next !== undefined) runs.set(event.subagentId, next);
  }
  return [...runs.values()];
}

function advance(before: SubagentDisplay | undefined, event: SubagentEvent): SubagentDisplay | undefined {
  if (event.type === 'start') return started(event);
  if (before === undefined) return undefined;
  switch (event.type) {
    case 'round':
      return { ...before, round: event.round };
    case 'tool_call': {
      const { callId, name, description, args } = event;
      const calls = [
        ...before.toolCalls,
        { callId, name, description, args, status: 'executing', error: null } as const,
      ];
      const kept = calls.slice(-keptCalls);
      return {
        ...before,
        toolCalls: kept,
        hiddenToolCalls: before.hiddenToolCalls + calls.length - kept.length,
      };
    }
    case 'approval_request':
      return withCall(before, event.callId, { status: 'awaiting_approval' });
    case 'tool_result':
      return withCall(before, event.callId, {
        status: event.success ? 'success' : 'failed',
        error: event.error,
      });
    case 'usage':
      return { ...before, tokens: before.tokens + event.totalTokens };
    case 'error':
      return { ...before, error: event.error };
    case 'finish':
      return {
        ...before,
        status: statusAfter(event.terminateReason),
        terminateReason: event.terminateReason,
        result: event.result,
        executionSummary: event.statistics,
      };
  }
}

function started(event: Extract<SubagentEvent, { type: 'start' }>): SubagentDisplay {
  return {
    type: 'task_execution',
    subagentId: event.subagentId,
    subagentName: event.name,
    subagentColor: event.color,
    taskDescription: event.description,
    taskPrompt: event.prompt,
    status: 'running',
    terminateReason: null,
    result: null,
    error: null,
    executionSummary: null,
    toolCalls: [],
    hiddenToolCalls: 0,
    round: 0,
    maxTurns: event.maxTurns,
    tokens: 0,
    maxTokens: event.maxTokens,
    startedAt: event.timestamp,
  };
}

function statusAfter(reason: TerminateReason): SubagentDisplay['status'] {
  if (reason === 'GOAL') return 'completed';
  return reason === 'CANCELLED' ? 'cancelled' : 'failed';
}

function withCall(
  display: SubagentDisplay,
  callId: string,
  change: Partial<Pick<DisplayedCall, 'status' | 'error'>>,
): SubagentDisplay {
  return {
    ...display,
    toolCalls: display.toolCalls.map((call) => (call.callId === callId ? { ...call, ...change } : call)),
  };
}
