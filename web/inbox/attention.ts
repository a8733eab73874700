// What needs a person, and how many in the title of the tab.
import { useEffect, useMemo } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { board } from '../data/board-store.ts';
import { needsPerson } from '../data/columns.ts';
import { useVersion } from '../data/keyed-store.ts';

const rank: Readonly<Partial<Record<CardJson['state'], number>>> = { waiting: 0, failed: 1, ready: 2 };

/** Questions first, then failures, then what is ready; of each the one that waits longest first. */
export function useAttentionCards(): readonly CardJson[] {
  const version = useVersion(board.cards);
  return useMemo(
    () =>
      [...board.cards.values()].filter(needsPerson).sort((one, other) => {
        const byKind = (rank[one.state] ?? 3) - (rank[other.state] ?? 3);
        return byKind === 0 ? one.state_since.localeCompare(other.state_since) : byKind;
      }),
    // The store is the same object; its version says when it says something else.
    [version],
  );
}

export function useAttention(): readonly CardJson[] {
  const cards = useAttentionCards();
  const count = cards.length;
  useEffect(() => {
    document.title = count === 0 ? 'Tasklane' : `(${count}) Tasklane`;
  }, [count]);
  return cards;
}
