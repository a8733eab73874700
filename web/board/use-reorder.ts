// Moves a waiting task: shown at once, then as the server put it; where it says no, the card goes back and the reason is said.
import { useEffect, useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { sayError } from '../data/run-action.ts';
import { isSameQueue } from './same-queue.ts';
import type { Edge } from './same-queue.ts';
import { withDrag } from './use-drag.ts';

/** Listens for drops and for Alt with an arrow; returns what a screen reader is told. */
export function useReorder(waiting: readonly CardJson[]): string {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const move = async (card: CardJson, beside: CardJson, edge: Edge): Promise<void> => {
      const queue = waiting.filter((other) => isSameQueue(other, card));
      setSaid(`#${card.number} moved ${edge === 'top' ? 'before' : 'behind'} #${beside.number}`);
      const takeBack = board.assume(card.id, { position: positionBeside(queue, card, beside, edge) });
      try {
        await call(endpoints.moveTask, {
          params: { task: card.id },
          body: edge === 'top' ? { before: beside.id } : { after: beside.id },
        });
      } catch (error) {
        takeBack();
        setSaid(`#${card.number} was not moved`);
        sayError(error);
      }
      board.refresh(queue.map((other) => other.id));
    };
    const stopDrops = withDrag(({ listenForDrops }) =>
      listenForDrops((dropped, target, edge) => {
        const [card, beside] = [board.cards.get(dropped), board.cards.get(target)];
        if (card !== undefined && beside !== undefined) void move(card, beside, edge);
      }),
    );
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      const card = focusedCard();
      if (card?.state !== 'queued') return;
      event.preventDefault();
      const queue = waiting.filter((other) => isSameQueue(other, card));
      const isUp = event.key === 'ArrowUp';
      const beside = queue[queue.findIndex((other) => other.id === card.id) + (isUp ? -1 : 1)];
      if (beside === undefined) setSaid(`#${card.number} is the ${isUp ? 'first' : 'last'} already`);
      else void move(card, beside, isUp ? 'top' : 'bottom').then(() => focusCard(card.id));
    };
    window.addEventListener('keydown', onKey);
    return () => {
      stopDrops();
      window.removeEventListener('keydown', onKey);
    };
  }, [waiting]);
  return said;
}

/** Between the neighbours, as far as a guess needs it. */
function positionBeside(queue: readonly CardJson[], card: CardJson, beside: CardJson, edge: Edge): number {
  const others = queue.filter((other) => other.id !== card.id);
  const index = others.findIndex((other) => other.id === beside.id);
  const neighbour = others[index + (edge === 'top' ? -1 : 1)];
  if (neighbour === undefined) return beside.position + (edge === 'top' ? -1 : 1);
  return (beside.position + neighbour.position) / 2;
}

export function focusedCard(): CardJson | undefined {
  const link = document.activeElement?.closest<HTMLElement>('[data-card]');
  return link === null || link === undefined ? undefined : board.cards.get(link.dataset['card'] ?? '');
}

export function focusCard(id: string): void {
  document.querySelector<HTMLElement>(`[data-card-link="${CSS.escape(id)}"]`)?.focus();
}
