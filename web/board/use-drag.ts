// A waiting card can be dragged before or behind another that waits in the same queue.
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import type * as Drag from './drag.ts';
import type { Edge } from './same-queue.ts';

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
  useEffect(
    () =>
      waits
        ? withDrag(({ attachDrag }) =>
            ref.current === null
              ? () => undefined
              : attachDrag(ref.current, id, { onDragged: setDragged, onEdge: setEdge }),
          )
        : undefined,
    [id, waits],
  );
  return { ref, edge, isDragged };
}

/** Starts something when dragging is loaded. Without it the keyboard and the menu move tasks as well. Returns how to end it. */
export function withDrag(start: (drag: typeof Drag) => () => void): () => void {
  let end: (() => void) | null = null;
  let isEnded = false;
  import('./drag.ts').then(
    (drag) => {
      if (!isEnded) end = start(drag);
    },
    () => undefined, // the line is down; the next card that is drawn tries again
  );
  return () => {
    isEnded = true;
    end?.();
  };
}
