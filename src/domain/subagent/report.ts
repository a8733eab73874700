// The words in which the agent that asked hears how a run of a subagent ended.
import type { TerminateReason } from './event.ts';

export interface RunEnd {
  readonly reason: TerminateReason;
  /** Its last words; empty when it said nothing. */
  readonly text: string;
  /** What it did, one line each, in order. */
  readonly actions: readonly string[];
  readonly limits: {
    readonly maxTurns: number;
    readonly maxTimeMinutes: number | null;
    readonly maxTokens: number | null;
  };
  /** Of what went wrong; empty for the other reasons. */
  readonly error: string;
}

const shownActions = 20;

export function reportOf(end: RunEnd): string {
  const { maxTurns, maxTimeMinutes, maxTokens } = end.limits;
  switch (end.reason) {
    case 'GOAL':
      return end.text;
    case 'MAX_TURNS':
      return terminated(`Maximum turns (${maxTurns}) reached`, end);
    case 'TIMEOUT':
      return terminated(`Maximum time (${minutes(maxTimeMinutes ?? 0)}) exceeded`, end);
    case 'MAX_TOKENS':
      return terminated(`Maximum tokens (${maxTokens ?? 0}) exceeded`, end);
    case 'LOOP_DETECTED':
      return terminated('It made the same call again and again', end);
    case 'CANCELLED':
      return `Task was cancelled by user\n${workDone(end)}`;
    case 'ERROR':
      return `Subagent error: ${end.error}\n\n${workDone(end)}\n\nSuggested next steps:\n${stepsAfter(end)}`;
  }
}

function terminated(why: string, end: RunEnd): string {
  const partial = end.text === '' ? `(it had no words for it)\n\n${workDone(end)}` : end.text;
  return `Subagent terminated: ${why}\nPartial result: ${partial}`;
}

function workDone({ actions, text }: RunEnd): string {
  const left = actions.length - shownActions;
  const lines = [
    ...(left > 0 ? [`… ${left} before`] : []),
    ...actions.slice(-shownActions),
    ...(text === '' ? [] : [`It said: ${text.slice(0, 500)}`]),
  ];
  return `Partial work completed:\n${list(lines.length === 0 ? ['nothing'] : lines)}`;
}

function stepsAfter(end: RunEnd): string {
  return list([
    ...(end.actions.length > 0
      ? ['Look at what it left behind before you go on; the work may be half done.']
      : []),
    'Delegate again, with a smaller task or another subagent, if the error looks like it may pass.',
    'Otherwise do the work yourself, or tell the person what stops you.',
  ]);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function minutes(count: number): string {
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}
