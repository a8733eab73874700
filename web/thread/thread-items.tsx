// The items of a thread that are in sight, and what fetches others before they are missed.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';
import { toast } from 'sonner';
import { Button } from '../ui/button.tsx';
import { goTo, goToEnd } from './go-to.ts';
import type { Rows } from './go-to.ts';
import type { ThreadItem } from './item.ts';
import { ItemView } from './item-view.tsx';
import { Scrubber } from './scrubber.tsx';
import type { ThreadLog } from './thread-log.ts';
import { indexAt } from './timeline.ts';

/** So near to an end, what is beyond it is fetched before it is missed. */
const near = 600;

export function ThreadItems({
  log,
  task,
  version,
  isLive,
}: {
  log: ThreadLog;
  task: string;
  version: number;
  isLive: boolean;
}) {
  const { items, isWhole, isAtEnd, openedAt } = useSyncExternalStore(log.subscribe, log.get);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRows(items, scroller, isAtEnd);
  const [isDown, setDown] = useState(isAtEnd);
  const [marked, setMarked] = useState<string | null>(null);
  useLayoutEffect(() => {
    if (openedAt === null) goToEnd(rows);
    else goTo(rows, () => indexAt(log.get().items, openedAt), 'start');
    // Once, when the window is opened.
  }, []);
  useStayingAtEnd(rows, log, items, isDown && isAtEnd);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    setDown(below < 120);
    if (element.scrollTop < near && !isWhole) void log.older();
    if (below < near && !isAtEnd) void log.newer();
  };
  const toTime = (time: string): void => {
    const [first, last] = [items[0], items.at(-1)];
    const isHere =
      first !== undefined &&
      last !== undefined &&
      (isWhole || first.at <= time) &&
      (isAtEnd || time <= last.at);
    if (isHere) goTo(rows, () => indexAt(log.get().items, time), 'start');
    else void log.openAt(time);
  };
  const toChange = useJumpToChange(log, rows, setMarked);
  const top = rows.getVirtualItemForOffset(rows.scrollOffset ?? 0);
  const seen = isAtEnd && isDown ? items.at(-1) : items[top?.index ?? 0];
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {!isLive && (
        <Scrubber
          task={task}
          version={version}
          at={seen?.at ?? null}
          onTime={toTime}
          onChange={(direction) => void toChange(direction)}
        />
      )}
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Thread"
        aria-live={isLive ? 'polite' : 'off'}
        aria-relevant="additions"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none [overflow-anchor:none]"
      >
        {!isWhole && <p className="text-faint py-2 text-center text-xs">Loading what was before …</p>}
        <InSight rows={rows} items={items} marked={marked} isAtEnd={isAtEnd} isLive={isLive} />
      </div>
      {!(isDown && isAtEnd) && (
        <Button
          className="absolute bottom-3 left-1/2 -translate-x-1/2 !rounded-full"
          onClick={() => (isAtEnd ? goToEnd(rows) : void log.open())}
        >
          <ArrowDown className="size-4" aria-hidden /> Newest
        </Button>
      )}
    </div>
  );
}

/** Whoever is at the end stays there, when something above or below takes some of the room and when what is far above goes. */
function useStayingAtEnd(rows: Rows, log: ThreadLog, items: readonly ThreadItem[], isAtEnd: boolean): void {
  useLayoutEffect(() => {
    if (isAtEnd) goToEnd(rows);
  }, [rows.scrollRect?.height]);
  useEffect(() => {
    if (isAtEnd && log.forget()) goToEnd(rows);
  }, [items]);
}

function InSight({
  rows,
  items,
  marked,
  isAtEnd,
  isLive,
}: {
  rows: Rows;
  items: readonly ThreadItem[];
  marked: string | null;
  isAtEnd: boolean;
  isLive: boolean;
}) {
  return (
    <div className="relative mx-auto max-w-3xl px-4" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => {
        const item = items[row.index];
        if (item === undefined) return null;
        return (
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            data-kind={item.kind}
            data-marked={item.key === marked ? '' : undefined}
            className="data-marked:bg-accent-soft absolute inset-x-4 top-0 rounded-lg"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            <ItemView
              item={item}
              isLast={isAtEnd && row.index === items.length - 1}
              isLive={isLive}
              isMarked={item.key === marked}
            />
          </div>
        );
      })}
    </div>
  );
}

function useRows(
  items: readonly ThreadItem[],
  scroller: RefObject<HTMLDivElement | null>,
  isAtEnd: boolean,
): Rows {
  const scrollElement = useCallback(() => scroller.current, [scroller]);
  // The function must stay the same while the list grows: else all of it would be measured again for each word.
  const shown = useRef(items);
  shown.current = items;
  const keyOf = useCallback((index: number) => shown.current[index]?.key ?? index, []);
  return useVirtualizer({
    count: items.length,
    getScrollElement: scrollElement,
    estimateSize: useCallback((index: number) => heightOf(shown.current[index]), []),
    getItemKey: keyOf,
    overscan: 8,
    paddingStart: 16,
    paddingEnd: 16,
    anchorTo: 'end',
    // What is fetched below a window in the middle is not gone to: nothing new has happened.
    followOnAppend: isAtEnd,
    scrollEndThreshold: 80,
  });
}

/** In pixels, before it was drawn. What folds is one line; words are as long as they are. */
function heightOf(item: ThreadItem | undefined): number {
  if (item?.kind !== 'message' && item?.kind !== 'person') return 30;
  return 40 + 22 * Math.min(40, Math.floor(item.text.length / 90));
}

/** From change to change of a file, also to those that are not read yet. */
function useJumpToChange(
  log: ThreadLog,
  rows: Rows,
  mark: (key: string) => void,
): (direction: 1 | -1) => Promise<void> {
  const at = useRef<string | null>(null);
  return async (direction) => {
    for (;;) {
      const { items } = log.get();
      const known = items.findIndex((item) => item.key === at.current);
      const nearby = nearbyIndex(rows, items.length, direction);
      const from = known === -1 ? nearby : known;
      const found = changeFrom(items, from, direction);
      if (found !== undefined) {
        at.current = found.key;
        mark(found.key);
        goTo(rows, () => log.get().items.findIndex((item) => item.key === found.key), 'center');
        return;
      }
      if (!(await (direction === -1 ? log.older() : log.newer()))) {
        toast(direction === 1 ? 'No file was changed after this' : 'No file was changed before this');
        return;
      }
    }
  };
}

/** Where a search begins: at what is seen, whose end is the end of the thread when that is in sight. */
function nearbyIndex(rows: Rows, count: number, direction: 1 | -1): number {
  const element = rows.scrollElement;
  const below = element === null ? 0 : element.scrollHeight - element.scrollTop - element.clientHeight;
  if (direction === -1 && below < 120) return count;
  const seen = rows.getVirtualItemForOffset((rows.scrollOffset ?? 0) + 40)?.index ?? 0;
  return direction === 1 ? seen - 1 : seen;
}

function changeFrom(items: readonly ThreadItem[], from: number, direction: 1 | -1): ThreadItem | undefined {
  for (let index = from + direction; index >= 0 && index < items.length; index += direction) {
    const item = items[index];
    if (item?.kind === 'tool' && item.diffs.length > 0) return item;
  }
  return undefined;
}
