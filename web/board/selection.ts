// The cards that are selected, for doing one thing with several.
import { useSyncExternalStore } from 'react';

let ids: ReadonlySet<string> = new Set();
let last: string | null = null;
const listeners = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  ids = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const selection = {
  get: (): ReadonlySet<string> => ids,
  clear: (): void => set(new Set()),
  /** With `toHere`, all between the last one and this, as they stand in the page. */
  toggle: (id: string, toHere = false): void => {
    const next = new Set(ids);
    const range = toHere && last !== null ? between(last, id) : [];
    if (range.length > 0) for (const each of range) next.add(each);
    else if (!next.delete(id)) next.add(id);
    last = id;
    set(next);
  },
};

function between(one: string, other: string): readonly string[] {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')].map(
    (card) => card.dataset['card'] ?? '',
  );
  const [from = -1, to = -1] = [cards.indexOf(one), cards.indexOf(other)].sort((a, b) => a - b);
  return from === -1 ? [] : cards.slice(from, to + 1);
}

export function useSelection(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, selection.get);
}

export function useIsSelected(id: string): boolean {
  return useSyncExternalStore(subscribe, () => ids.has(id));
}
