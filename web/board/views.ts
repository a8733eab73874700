// Named views of the board. A view is an address with a name; it is kept in this browser alone, because it says what one person
// wants to see on one screen. Whoever wants to share one sends the address.
import { useSyncExternalStore } from 'react';
import type { BoardSearch } from './board-search.ts';

export interface View {
  readonly name: string;
  readonly search: BoardSearch;
}

const key = 'tasklane.views';
const most = 30;
const listeners = new Set<() => void>();
let views: readonly View[] | null = null;

function read(): readonly View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return []; // no storage, or not ours
  }
}

function isView(value: unknown): value is View {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('search' in value)) return false;
  return typeof value.name === 'string' && typeof value.search === 'object' && value.search !== null;
}

function keep(next: readonly View[]): void {
  views = next;
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // It lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function all(): readonly View[] {
  views ??= read();
  return views;
}

export const savedViews = {
  /** In place of one with the same name. The oldest goes when there are too many. */
  save: (view: View): void => keep([...all().filter(({ name }) => name !== view.name), view].slice(-most)),
  remove: (name: string): void => keep(all().filter((view) => view.name !== name)),
};

function subscribe(listener: () => void): () => void {
  // Another tab of this browser.
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== key) return;
    views = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

export function useViews(): readonly View[] {
  return useSyncExternalStore(subscribe, all);
}

/** Whether both show the same. */
export function isSameSearch(one: BoardSearch, other: BoardSearch): boolean {
  const sorted = (search: BoardSearch): string =>
    JSON.stringify(Object.entries(search).sort(([a], [b]) => a.localeCompare(b)));
  return sorted(one) === sorted(other);
}
