// A waiting card can be dragged before or behind another that waits in the same queue. What may stand beside what is the
// server's to say; here only what could be is shown as a place.
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { board } from '../data/board-store.ts';

export type Edge = 'top' | 'bottom';

/** Whether the one may be put beside the other: both wait, in one project, with one priority. */
export function isSameQueue(one: CardJson, other: CardJson): boolean {
  return (
    one.state === 'queued' &&
    other.state === 'queued' &&
    one.project_id === other.project_id &&
    one.priority === other.priority
  );
}

export function useDrag(card: CardJson): {
  readonly ref: RefObject<HTMLElement | null>;
  readonly edge: Edge | null;
  readonly isDragged: boolean;
} {
  const ref = useRef<HTMLElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [isDragged, setDragged] = useState(false);
  const { id } = card;
  const waits = card.state === 'queued';
  useEffect(() => {
    const element = ref.current;
    if (element === null || !waits) return undefined;
    const edgeOf = (data: Record<string | symbol, unknown>): Edge | null => {
      const closest = extractClosestEdge(data);
      return closest === 'top' || closest === 'bottom' ? closest : null;
    };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ card: id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const [moved, here] = [board.cards.get(String(source.data['card'])), board.cards.get(id)];
          return moved !== undefined && here !== undefined && moved.id !== id && isSameQueue(moved, here);
        },
        getData: ({ input }) =>
          attachClosestEdge({ card: id }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [id, waits]);
  return { ref, edge, isDragged };
}
