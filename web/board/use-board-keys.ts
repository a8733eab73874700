// The board by keyboard: arrows (or h j k l) go from card to card, x selects, and the letters of the actions act on the card.
import { useEffect } from 'react';
import { actionsFor } from '../data/actions.ts';
import type { Lane } from '../data/lanes.ts';
import { runAction } from '../data/run-action.ts';
import { isTyping } from '../palette/is-typing.ts';
import { selection } from './selection.ts';
import { focusCard, focusedCard } from './use-reorder.ts';

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  k: [0, -1],
  ArrowDown: [0, 1],
  j: [0, 1],
  ArrowLeft: [-1, 0],
  h: [-1, 0],
  ArrowRight: [1, 0],
  l: [1, 0],
};

export function useBoardKeys(lanes: readonly Lane[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.altKey || event.ctrlKey || event.metaKey) return;
      const direction = directions[event.key];
      const card = focusedCard();
      if (direction !== undefined) {
        event.preventDefault();
        go(lanes, card?.id, direction);
      } else if (event.key === 'Escape') selection.clear();
      else if (card === undefined) return;
      else if (event.key === 'x') selection.toggle(card.id);
      else {
        const action = actionsFor(card).find((one) => one.key?.toLowerCase() === event.key);
        if (action !== undefined) void runAction(action, [card]);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [lanes]);
}

function go(lanes: readonly Lane[], from: string | undefined, [x, y]: readonly [x: number, y: number]): void {
  const all = lanes.map(({ cards }) => cards);
  const column = all.findIndex((cards) => cards.some((card) => card.id === from));
  if (column === -1) {
    const first = (all[1]?.length ?? 0) > 0 ? all[1] : all.find((cards) => cards.length > 0);
    if (first?.[0] !== undefined) focusCard(first[0].id);
    return;
  }
  const row = all[column]?.findIndex((card) => card.id === from) ?? 0;
  if (x === 0) {
    const next = all[column]?.[row + y];
    if (next !== undefined) focusCard(next.id);
    return;
  }
  for (let index = column + x; index >= 0 && index < all.length; index += x) {
    const cards = all[index] ?? [];
    const next = cards[Math.min(row, cards.length - 1)];
    if (next !== undefined) return focusCard(next.id);
  }
}
