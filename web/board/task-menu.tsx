import { Ellipsis } from 'lucide-react';
import { lazy } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { LazyMenu } from '../ui/lazy-menu.tsx';

const load = async () => ({ default: (await import('./task-menu-items.tsx')).TaskMenuItems });
const Items = lazy(load);

/** The ⋯ of a task. */
export function TaskMenu({ card }: { card: CardJson }) {
  return (
    <LazyMenu
      load={load}
      menu={(trigger) => <Items card={card} trigger={trigger} />}
      button={(props) => (
        <button
          {...props}
          type="button"
          aria-label={`Actions of #${card.number}`}
          className="text-faint hover:bg-hover hover:text-text data-[state=open]:bg-hover relative z-10 -my-1 -mr-1.5 grid size-6 place-items-center rounded"
        >
          <Ellipsis className="size-4" aria-hidden />
        </button>
      )}
    />
  );
}
