// A request of the agent in our words, and our decision as one of the options that the agent offers. Once is preferred to always: what is allowed is decided here,
// call by call, and not remembered by the agent, unless a person picked that.
import { basename, isAbsolute, relative } from 'node:path';
import type { PermissionOption, RequestPermissionResponse } from '@agentclientprotocol/sdk';
import type { ToolCall } from '../../domain/agent-event.ts';
import type { PermissionDecision, PermissionRequest } from '../driver.ts';
import type { Turn } from './turn.ts';

/** The answer for a turn that is cancelled, and for an agent that offers no fitting option. */
export const cancelledAnswer: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } };

export function answerOf(
  options: readonly PermissionOption[],
  { outcome, choice }: Pick<PermissionDecision, 'outcome' | 'choice'>,
): RequestPermissionResponse {
  const picked = options.find(({ optionId }) => optionId === choice);
  if (picked !== undefined) return { outcome: { outcome: 'selected', optionId: picked.optionId } };
  const wanted =
    outcome === 'allow'
      ? (['allow_once', 'allow_always'] as const)
      : (['reject_once', 'reject_always'] as const);
  for (const kind of wanted) {
    const option = options.find((offered) => offered.kind === kind);
    if (option !== undefined) return { outcome: { outcome: 'selected', optionId: option.optionId } };
  }
  return cancelledAnswer;
}

export function requestOf(
  call: ToolCall,
  options: readonly PermissionOption[],
  cwd: string,
): Omit<PermissionRequest, 'ownTool'> {
  const choices = options.map(({ optionId: id, name, kind }) => ({ id, name, kind }));
  return { call, question: questionOf(call, cwd), choices };
}

/** Null when the turn ended first. */
export async function decideWithin<T>(
  turn: Pick<Turn, 'stopping' | 'over'>,
  decide: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const ended = new AbortController();
  const late = Promise.race([turn.stopping, turn.over]).then(() => {
    ended.abort();
    return null;
  });
  return Promise.race([decide(ended.signal), late]);
}

// Some agents title a call by its kind alone, "Edit files": then the files are what a person has to know.
function questionOf(call: ToolCall, cwd: string): string {
  const paths = call.paths.map((path) => (isAbsolute(path) ? relative(cwd, path) : path));
  const isNamed = paths.every((path) => call.title.includes(basename(path)));
  const where = isNamed ? '' : ` (${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''})`;
  const what = call.title === '' ? 'something it does not name' : `“${call.title}”`;
  return `May it do ${what}${where}?`;
}
