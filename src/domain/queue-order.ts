// Where a task is put when a person moves it in the queue: a position between its new neighbours, so that one move
// changes one task. Positions are fractions; when two neighbours come too close to have one between them, all are spread anew.
import { label } from './task.ts';
import type { Task } from './task.ts';

/** The new place. Tasks are compared by position only among those of one priority. */
export type Place =
  | { readonly kind: 'top' }
  | { readonly kind: 'bottom' }
  | { readonly kind: 'before' | 'after'; readonly id: string };

export interface Move {
  readonly id: string;
  readonly position: number;
}

interface Placed {
  readonly id: string;
  readonly position: number;
}

/** Far more than the smallest difference of two fractions below a million, so that nothing depends on rounding. */
const closest = 1e-6;

/**
 * The positions that change. `queue` is in order; `end` is greater than every position in it and not greater than that
 * of the next task to be created, so that new ones still come last.
 */
export function movesFor(queue: readonly Placed[], id: string, place: Place, end: number): readonly Move[] {
  const others = queue.filter((task) => task.id !== id);
  const at = indexOf(others, place);
  const low = others[at - 1]?.position ?? 0;
  const high = others[at]?.position ?? end;
  const position = (low + high) / 2;
  if (position - low >= closest && high - position >= closest) return [{ id, position }];
  return spread([...others.slice(0, at).map(idOf), id, ...others.slice(at).map(idOf)], end);
}

function indexOf(others: readonly Placed[], place: Place): number {
  if (place.kind === 'top') return 0;
  if (place.kind === 'bottom') return others.length;
  const found = others.findIndex((task) => task.id === place.id);
  if (found === -1) throw new Error(`task ${place.id} is not in this queue`);
  return place.kind === 'before' ? found : found + 1;
}

function idOf(task: Placed): string {
  return task.id;
}

function spread(ids: readonly string[], end: number): readonly Move[] {
  return ids.map((id, index) => ({ id, position: (end * (index + 1)) / (ids.length + 1) }));
}

/** Why a place beside that task means nothing for this one; null when it does. */
export function unmovable(task: Task, beside: Task | null): string | null {
  if (task.policy === 'parallel') return 'the parallel policy always takes the lowest number first';
  if (beside === null) return null;
  if (beside.id === task.id) return 'a task has no place beside itself';
  if (beside.state !== 'queued') return `${label(beside)} is ${beside.state} and has no place in the queue`;
  if (beside.projectId !== task.projectId) return `${label(beside)} is in the queue of another project`;
  if (beside.policy === 'parallel') return `${label(beside)} has the parallel policy, which knows no places`;
  if (beside.priority !== task.priority)
    return `${label(beside)} has priority ${beside.priority}, this one ${task.priority}`;
  return null;
}
