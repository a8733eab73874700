// What is left of a subagent's event where a person wants no statistics kept: the work and its outcome, without what it used.
import type { SubagentEvent } from './event.ts';

/** The event without its statistics; null for one that is nothing else. */
export function withoutStatistics(event: SubagentEvent): SubagentEvent | null {
  if (event.type === 'usage') return null;
  return event.type === 'finish' ? { ...event, statistics: null } : event;
}
