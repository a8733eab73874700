import { CircleUser } from 'lucide-react';
import { lazy } from 'react';
import { useMe } from '../data/queries.ts';
import { LazyMenu } from '../ui/lazy-menu.tsx';

const load = async () => ({ default: (await import('./person-menu-items.tsx')).PersonMenuItems });
const Items = lazy(load);

export function PersonMenu() {
  const me = useMe().data;
  return (
    <div className="flex items-center px-1 md:border-line md:border-t md:px-2.5 md:py-2.5">
      <LazyMenu
        load={load}
        menu={(trigger) => <Items trigger={trigger} />}
        button={(props) => (
          <button
            {...props}
            type="button"
            className="text-muted hover:bg-hover hover:text-text flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm md:w-full"
          >
            <CircleUser className="size-5 md:size-4" aria-hidden />
            <span className="untrusted sr-only truncate md:not-sr-only">{me?.user.name ?? 'You'}</span>
          </button>
        )}
      />
    </div>
  );
}
