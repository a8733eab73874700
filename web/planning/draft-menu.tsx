import { Ellipsis } from 'lucide-react';
import { lazy } from 'react';
import { LazyMenu } from '../ui/lazy-menu.tsx';

/** What can be done with one draft of a plan. */
export interface Changing {
  /** There is no other one to stand beside. */
  readonly isAlone: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onPlan: () => void;
  readonly onSplit: () => void;
  readonly onMerge: () => void;
  readonly onDrop: () => void;
}

const load = async () => ({ default: (await import('./draft-menu-items.tsx')).DraftMenuItems });
const Items = lazy(load);

/** The ⋯ of a draft in a plan. */
export function DraftMenu({ title, changing }: { title: string; changing: Changing }) {
  return (
    <LazyMenu
      load={load}
      menu={(trigger) => <Items title={title} changing={changing} trigger={trigger} />}
      button={(props) => (
        <button
          {...props}
          type="button"
          aria-label={`Change ${title} by hand`}
          className="text-faint hover:bg-hover hover:text-text data-[state=open]:bg-hover grid size-7 shrink-0 place-items-center rounded-lg"
        >
          <Ellipsis className="size-4" aria-hidden />
        </button>
      )}
    />
  );
}
