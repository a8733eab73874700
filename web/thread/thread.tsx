// The thread as a list that begins at its end and stays there while it grows, unless somebody has scrolled up to read.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Button } from '../ui/button.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { ItemView } from './item-view.tsx';
import { ThreadLog } from './thread-log.ts';

const usualHeight = 56;
/** So near to the top, older items are fetched before they are missed. */
const nearTop = 600;

export function Thread({ task, isLive }: { task: string; isLive: boolean }) {
  const log = useMemo(() => new ThreadLog(task), [task]);
  useEffect(() => {
    void log.open();
    return () => log.close();
  }, [log]);
  const view = useSyncExternalStore(log.subscribe, log.get);
  if (view.error !== null && view.items.length === 0)
    return <Trouble error={view.error} onRetry={() => void log.open()} />;
  if (view.isLoading) return <div className="flex-1" aria-busy />;
  return <Items log={log} isLive={isLive} />;
}

function Items({ log, isLive }: { log: ThreadLog; isLive: boolean }) {
  const { items, isWhole } = useSyncExternalStore(log.subscribe, log.get);
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const scrollElement = useCallback(() => scroller.current, []);
  // The function must stay the same while the list grows: else all of it would be measured again for each word.
  const shown = useRef(items);
  shown.current = items;
  const keyOf = useCallback((index: number) => shown.current[index]?.key ?? index, []);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: scrollElement,
    estimateSize,
    getItemKey: keyOf,
    overscan: 8,
    paddingStart: 16,
    paddingEnd: 16,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
  });
  useLayoutEffect(() => {
    rows.scrollToEnd();
    // Once, when it is opened.
  }, []);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < 120);
    if (element.scrollTop < nearTop && !isWhole) void log.older();
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
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
                className="absolute inset-x-4 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ItemView item={item} isLast={row.index === items.length - 1} isLive={isLive} />
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && (
        <Button
          className="absolute bottom-3 left-1/2 -translate-x-1/2 !rounded-full"
          onClick={() => rows.scrollToEnd({ behavior: 'auto' })}
        >
          <ArrowDown className="size-4" aria-hidden /> Newest
        </Button>
      )}
    </div>
  );
}

const estimateSize = (): number => usualHeight;
