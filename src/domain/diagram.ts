// The lifecycle as a Mermaid state diagram, for ARCHITECTURE.md: drawn from the table itself, so it cannot be wrong.
import { transitions } from './transitions.ts';
import { taskStates } from './task.ts';

/** One arrow per pair of states, with all events that lead along it; events that stay in a state are left out. */
export function stateDiagram(): string {
  const lines = ['stateDiagram-v2', '  [*] --> draft'];
  for (const from of taskStates) {
    const arrows = new Map<string, string[]>();
    for (const [event, targets] of Object.entries(transitions[from])) {
      for (const to of targets) {
        if (to !== from) arrows.set(to, [...(arrows.get(to) ?? []), event]);
      }
    }
    for (const [to, events] of arrows) lines.push(`  ${from} --> ${to}: ${events.join(', ')}`);
  }
  return lines.join('\n');
}
