// One run of a subagent in a box: its name and status, its newest calls, and how far it is.
import type { SubagentRunJson } from '../api/subagent-schemas.ts';
import type { Style } from './style.ts';
import { tallyOf } from './subagent-item.ts';
import { fit, oneLine, widthOf } from './text.ts';

export interface BoxOptions {
  readonly style: Style;
  /** Undefined where there is no terminal. */
  readonly width: number | undefined;
}

const shownCalls = 5;

export function subagentBox(run: SubagentRunJson, { style, width = 80 }: BoxOptions): readonly string[] {
  const inner = Math.max(20, Math.min(width, 100) - 4);
  const line = (text: string, dress: (text: string) => string = (plain) => plain): string => {
    const kept = fit(oneLine(text), inner);
    return `┃ ${dress(kept)}${' '.repeat(inner - widthOf(kept))} ┃`;
  };
  const edge = '━'.repeat(inner + 2);
  const hidden = run.hidden_tool_calls + Math.max(0, run.tool_calls.length - shownCalls);
  return [
    `┏${edge}┓`,
    line(`Subagent: ${run.name}`, style.bold),
    line(`Status: ${statusOf(run)}`),
    line(`Task: ${run.description}  (${run.id})`),
    `┣${edge}┫`,
    ...(hidden > 0 ? [line(`+${hidden} more tool calls`, style.dim)] : []),
    ...run.tool_calls.slice(-shownCalls).map((call) => line(`${marks[call.status]} ${call.description}`)),
    ...(run.tool_calls.length === 0 ? [line('no tool calls', style.dim)] : []),
    `┗${edge}┛`,
    progressOf(run),
  ];
}

const marks = { executing: '▶', awaiting_approval: '?', success: '✓', failed: '✗' } as const;

function statusOf(run: SubagentRunJson): string {
  switch (run.status) {
    case 'running':
      return 'Running';
    case 'completed':
      return 'Completed';
    case 'cancelled':
      return 'User Cancelled';
    case 'failed':
      return `Failed (${run.terminate_reason ?? ''})`;
  }
}

function progressOf(run: SubagentRunJson): string {
  const of = (now: number, most: number | null): string =>
    most === null ? short(now) : `${short(now)}/${short(most)}`;
  if (run.statistics !== null) return tallyOf(run.statistics).join(' · ');
  const round = `Round ${of(run.round, run.max_turns)}`;
  // None were told: before its first answer, or because they are not kept.
  return run.tokens === 0 ? round : `${round} | Tokens: ${of(run.tokens, run.max_tokens)}`;
}

/** 950, 1.2K, 3.4M. */
function short(count: number): string {
  if (count < 1000) return String(count);
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)}K` : `${(count / 1_000_000).toFixed(1)}M`;
}
