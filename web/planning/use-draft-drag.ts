// A proposed task can be dragged by its handle before or behind another of the same plan.
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

type Edge = 'top' | 'bottom';
type Data = Record<string | symbol, unknown>;

export interface DraftDrag {
  readonly row: RefObject<HTMLLIElement | null>;
  /** By which it is dragged. Not the button alone: Firefox does not drag by buttons. */
  readonly handle: RefObject<HTMLDivElement | null>;
  /** Where another one would be put. */
  readonly edge: Edge | null;
  readonly isDragged: boolean;
}

export function useDraftDrag(key: string, canMove: boolean): DraftDrag {
  const row = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    const [element, dragHandle] = [row.current, handle.current];
    if (element === null || dragHandle === null || !canMove) return undefined;
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ draft: key }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isDraft(source.data) && source.data['draft'] !== key,
        getData: ({ input }) =>
          attachClosestEdge({ draft: key }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [key, canMove]);
  return { row, handle, edge, isDragged };
}

/** Told of each drop of a draft on another. */
export function useDraftDrops(onDrop: (key: string, beside: string, edge: Edge) => void): void {
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isDraft(source.data),
        onDrop: ({ source, location }) => {
          const [target] = location.current.dropTargets;
          if (target === undefined) return;
          const edge = edgeOf(target.data) ?? 'bottom';
          latest.current(String(source.data['draft']), String(target.data['draft']), edge);
        },
      }),
    [],
  );
}

function isDraft(data: Data): boolean {
  return typeof data['draft'] === 'string';
}

function edgeOf(data: Data): Edge | null {
  const closest = extractClosestEdge(data);
  return closest === 'top' || closest === 'bottom' ? closest : null;
}
