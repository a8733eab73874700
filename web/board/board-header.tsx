import { Plus, Search, SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import type { BoardSearch } from './board-search.ts';
import { board } from '../data/board-store.ts';
import { overlays } from '../palette/overlays.ts';
import { Button } from '../ui/button.tsx';
import { BoardFilters } from './board-filters.tsx';
import type { ChangeSearch } from './board-filters.tsx';
import { ViewsMenu } from './views-menu.tsx';

export function BoardHeader({
  search,
  count,
  onSearch,
  onView,
}: {
  search: BoardSearch;
  count: number;
  onView: (search: BoardSearch) => void;
  onSearch: ChangeSearch;
}) {
  const { by: _, ...filters } = search;
  const isFiltered = Object.keys(filters).length > 0;
  const [isOpenOnPhone, setOpenOnPhone] = useState(false);
  return (
    <header className="flex flex-wrap items-center gap-2 px-3 pt-3 pb-2 md:px-5">
      <h1 className="untrusted mr-2 truncate text-[0.9375rem] font-semibold tracking-tight">
        {search.project ?? 'Board'}
      </h1>
      <div className="relative min-w-40 flex-1 md:max-w-64">
        <Search className="text-faint pointer-events-none absolute top-2 left-2.5 size-4" aria-hidden />
        <input
          id="board-search"
          type="search"
          aria-label="Search tasks"
          placeholder="Search tasks"
          value={search.q ?? ''}
          onChange={(event) => onSearch({ q: event.target.value })}
          className="bg-surface border-line placeholder:text-faint h-8 w-full rounded-lg border pr-2 pl-8 text-sm [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      <ViewsMenu search={search} onChoose={onView} />
      <Button
        size="icon"
        className="md:hidden"
        aria-label="Filters"
        aria-expanded={isOpenOnPhone}
        onClick={() => setOpenOnPhone(!isOpenOnPhone)}
      >
        <SlidersHorizontal className="size-4" aria-hidden />
      </Button>
      <div
        className={`flex-wrap gap-2 max-md:order-last max-md:basis-full md:contents ${isOpenOnPhone ? 'flex' : 'hidden'}`}
      >
        <BoardFilters search={search} onSearch={onSearch} />
      </div>
      {isFiltered && (
        <Button
          tone="quiet"
          size="small"
          onClick={() => onSearch({ q: undefined, project: undefined, state: undefined, agent: undefined })}
        >
          <X className="size-3.5" aria-hidden /> Clear
          <span className="text-faint tabular-nums">
            {count} of {board.cards.size}
          </span>
        </Button>
      )}
      <Button tone="primary" className="ml-auto max-md:hidden" onClick={() => overlays.open('new-task')}>
        <Plus className="size-4" aria-hidden /> New task
      </Button>
    </header>
  );
}
