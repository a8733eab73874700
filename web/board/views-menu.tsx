import { Bookmark } from 'lucide-react';
import { lazy } from 'react';
import { LazyMenu } from '../ui/lazy-menu.tsx';
import type { BoardSearch } from './board-search.ts';
import { isSameSearch, useViews } from './views.ts';

const load = async () => ({ default: (await import('./views-items.tsx')).ViewsItems });
const Items = lazy(load);

/** Which view this is, and the way to others. */
export function ViewsMenu({
  search,
  onChoose,
}: {
  search: BoardSearch;
  onChoose: (search: BoardSearch) => void;
}) {
  const current = useViews().find((view) => isSameSearch(view.search, search));
  return (
    <LazyMenu
      load={load}
      menu={(trigger) => <Items search={search} onChoose={onChoose} trigger={trigger} />}
      button={(props) => (
        <button
          {...props}
          type="button"
          aria-label="Views"
          title="Views"
          className="border-line text-muted hover:bg-hover flex h-8 items-center gap-1.5 rounded-lg border px-2 text-sm"
        >
          <Bookmark className="size-4" aria-hidden />
          {current !== undefined && <span className="untrusted max-w-32 truncate">{current.name}</span>}
        </button>
      )}
    />
  );
}
