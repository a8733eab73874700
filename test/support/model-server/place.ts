// Where a conversation stands in which script. Read from the conversation alone, so that parallel sessions, sub-agents
// and resumed sessions need no set-up call: the newest user message with `[[script:NAME key=value …]]` names the
// script, and the model's turns after it are counted.
import type { Turn } from './conversation.ts';

export interface Place {
  readonly script: string;
  readonly params: Readonly<Record<string, string>>;
  /** The index of the step to answer with. */
  readonly step: number;
  /** True when the model's last turn searched for a deferred tool, and the result is there. */
  readonly searched: boolean;
}

const MARKER = /\[\[script:([\w-]+)((?:\s+\w+=[^\]\s]+)*)\s*\]\]/g;

/** Null when no message of the user names a script. */
export function findPlace(turns: readonly Turn[]): Place | null {
  const at = turns.findLastIndex((turn) => turn.role === 'user' && turn.text.search(MARKER) >= 0);
  const marker = [...(turns[at]?.text ?? '').matchAll(MARKER)].at(-1);
  if (marker === undefined) return null;
  const modelTurns = joinModelTurns(turns.slice(at + 1));
  return {
    script: marker[1] ?? '',
    params: parseParams(marker[2] ?? ''),
    step: modelTurns.filter((turn) => !isSearch(turn)).length,
    searched: modelTurns.some((turn, index) => index === modelTurns.length - 1 && isSearch(turn)),
  };
}

function parseParams(text: string): Record<string, string> {
  const pairs = text.split(/\s+/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

// The responses dialect lists the text and each call of one turn as items of their own; side by side they are one turn.
function joinModelTurns(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  let previous: Turn['role'] = 'user';
  for (const turn of turns) {
    const last = joined.at(-1);
    if (turn.role === 'model' && previous === 'model' && last !== undefined) {
      joined[joined.length - 1] = { ...last, calls: [...last.calls, ...turn.calls] };
    } else if (turn.role === 'model') joined.push(turn);
    previous = turn.role;
  }
  return joined;
}

// Looking for a deferred tool is a detour inside a step, since only some agents need it.
function isSearch(turn: Turn): boolean {
  return turn.calls.length > 0 && turn.calls.every((name) => name === 'tool_search');
}
