// Whether two lists of an agent's events say the same. How its text was cut into pieces, and which states of a tool call were
// written, is a matter of the moment: neighbours that belong together are put together first, as the recorder does it.
// What an agent used is left out, because the log has it as the gateway counted it; what its
// subagents used too, because a person may not want that kept.
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { EventBody } from '../../domain/event.ts';
import { withoutStatistics } from '../../domain/subagent/privacy.ts';
import { joined } from '../recorder.ts';

export interface Difference {
  /** From 1, among the events that were put together. */
  readonly index: number;
  /** As JSON; null where the list has ended. */
  readonly recorded: string | null;
  readonly replayed: string | null;
}

export interface Compared {
  readonly recorded: number;
  readonly replayed: number;
  readonly difference: Difference | null;
}

/** Of one event in a difference. */
const maxShown = 2000;

/** `recorded` comes from a file, so nothing is taken for granted of it but its type. */
export function compare(
  recorded: readonly { readonly type: string }[],
  replayed: readonly AgentEvent[],
): Compared {
  const one = together(recorded as readonly EventBody[]).map(text);
  const other = together(replayed).map(text);
  const index = Array.from({ length: Math.max(one.length, other.length) }).findIndex(
    (_, place) => one[place] !== other[place],
  );
  const difference =
    index === -1 ? null : { index: index + 1, recorded: shown(one[index]), replayed: shown(other[index]) };
  return { recorded: one.length, replayed: other.length, difference };
}

function together(events: readonly EventBody[]): readonly EventBody[] {
  const found: EventBody[] = [];
  const calls = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'agent.usage') continue;
    if (event.type === 'agent.subagent') {
      const kept = withoutStatistics(event.event);
      if (kept !== null) found.push({ ...event, event: kept });
      continue;
    }
    if (event.type === 'agent.tool') {
      const place = calls.get(event.call.id) ?? found.length;
      calls.set(event.call.id, place);
      found[place] = event;
      continue;
    }
    const last = joined(found.at(-1), event);
    if (last === null) found.push(event);
    else found[found.length - 1] = last;
  }
  return found;
}

// With the fields in one order: those of a stored event come back in the order in which they were written.
function text(event: EventBody): string {
  return JSON.stringify(sorted(event));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function shown(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.length <= maxShown ? text : `${text.slice(0, maxShown)}…`;
}
