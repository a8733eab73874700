// Dragging itself, in a file of its own: nobody drags before the board is seen, so it is loaded after that.
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { board } from '../data/board-store.ts';
import { isSameQueue } from './same-queue.ts';
import type { Edge } from './same-queue.ts';

export interface DragHandlers {
  readonly onDragged: (isDragged: boolean) => void;
  /** Where the dragged card would come to stand; null = not here. */
  readonly onEdge: (edge: Edge | null) => void;
}

/** Makes a waiting card one that can be dragged, and a place for others. Returns how to end that. */
export function attachDrag(element: HTMLElement, id: string, handlers: DragHandlers): () => void {
  return combine(
    draggable({
      element,
      getInitialData: () => ({ card: id }),
      onDragStart: () => handlers.onDragged(true),
      onDrop: () => handlers.onDragged(false),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => {
        const [moved, here] = [board.cards.get(String(source.data['card'])), board.cards.get(id)];
        return moved !== undefined && here !== undefined && moved.id !== id && isSameQueue(moved, here);
      },
      getData: ({ input }) =>
        attachClosestEdge({ card: id }, { element, input, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self }) => handlers.onEdge(edgeOf(self.data)),
      onDragLeave: () => handlers.onEdge(null),
      onDrop: () => handlers.onEdge(null),
    }),
  );
}

/** Told of each card that was dropped beside another. Returns how to stop. */
export function listenForDrops(onDrop: (card: string, beside: string, edge: Edge) => void): () => void {
  return monitorForElements({
    onDrop: ({ source, location }) => {
      const [target] = location.current.dropTargets;
      if (target === undefined) return;
      onDrop(String(source.data['card']), String(target.data['card']), edgeOf(target.data) ?? 'bottom');
    },
  });
}

function edgeOf(data: Record<string | symbol, unknown>): Edge | null {
  const closest = extractClosestEdge(data);
  return closest === 'top' || closest === 'bottom' ? closest : null;
}
