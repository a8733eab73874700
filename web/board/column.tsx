// One column: only the cards that are seen are in the page, so that ten thousand cost what twenty do.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef } from 'react';
import { board } from '../data/board-store.ts';
import type { Lane } from '../data/lanes.ts';
import { Button } from '../ui/button.tsx';
import { Card } from './card.tsx';

const gap = 8;
const usualHeight = 104;

export function Column({ lane, isHiddenOnPhone }: { lane: Lane; isHiddenOnPhone: boolean }) {
  const { name, title, hint, cards } = lane;
  const isLoading = board.loading.kind === 'loading';
  return (
    <section
      aria-label={title}
      data-column={name}
      className={`min-w-0 flex-1 basis-64 flex-col md:flex md:min-w-60 ${isHiddenOnPhone ? 'hidden' : 'flex'}`}
    >
      <h2 className="text-muted hidden items-center gap-2 px-2 py-1.5 text-sm font-medium md:flex">
        {title}
        <span className="text-faint text-xs font-normal tabular-nums" data-testid={`count-${name}`}>
          {cards.length}
        </span>
      </h2>
      {cards.length === 0 ? (
        <p className="border-line text-faint m-1 rounded-xl border border-dashed px-4 py-6 text-center text-sm">
          {isLoading ? 'Loading …' : hint}
        </p>
      ) : (
        <Cards lane={lane} />
      )}
    </section>
  );
}

function Cards({ lane: { cards, isEnded } }: { lane: Lane }) {
  const scroller = useRef<HTMLDivElement>(null);
  // Stable functions: new ones would make it measure everything again for each change.
  const keyOf = useCallback((index: number) => cards[index]?.id ?? index, [cards]);
  const scrollElement = useCallback(() => scroller.current, []);
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: scrollElement,
    estimateSize,
    getItemKey: keyOf,
    overscan: 4,
    gap,
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-1 pt-0.5 pb-2">
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const card = cards[row.index];
          if (card === undefined) return null;
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              aria-setsize={cards.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Card card={card} />
            </li>
          );
        })}
      </ul>
      {isEnded === true && board.hasMoreEnded && (
        <Button tone="quiet" size="small" className="mx-auto mt-3 flex" onClick={() => void board.loadMore()}>
          Show older
        </Button>
      )}
    </div>
  );
}

const estimateSize = (): number => usualHeight;
