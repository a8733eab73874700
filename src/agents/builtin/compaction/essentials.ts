// What of a conversation must never be lost, read from all of it, so that it also survives being shortened many times.
import type { PlanEntry } from '../../../domain/agent-event.ts';
import { callsOf, resultsById } from '../conversation.ts';
import type { Entry } from '../conversation.ts';
import { updatePlanTool } from '../tools/update-plan.ts';

export interface Essentials {
  /** Everything that the person wrote, in order. */
  readonly asked: readonly string[];
  /** As it was shown last; empty without one. */
  readonly plan: readonly PlanEntry[];
  /** Paths of the files that the agent's own tools changed, the one changed last at the end. */
  readonly files: readonly string[];
}

export function essentialsOf(entries: readonly Entry[]): Essentials {
  const results = resultsById(entries);
  const last = entries
    .flatMap((entry) => (entry.type === 'assistant' ? callsOf(entry.message) : []))
    .findLast(({ id, name }) => name === updatePlanTool.name && results.get(id)?.isError === false);
  const files = entries.flatMap((entry) =>
    entry.type === 'result' && !entry.isError ? entry.diffs.map(({ path }) => path) : [],
  );
  return {
    asked: entries.flatMap((entry) => (entry.type === 'user' && entry.by === 'person' ? [entry.text] : [])),
    plan: updatePlanTool.input.safeParse(last?.input).data?.entries ?? [],
    files: [...new Set(files.toReversed())].toReversed(),
  };
}
