import { X } from 'lucide-react';
import { actionsFor } from '../data/actions.ts';
import type { TaskAction } from '../data/actions.ts';
import { board } from '../data/board-store.ts';
import { useVersion } from '../data/keyed-store.ts';
import { runAction } from '../data/run-action.ts';
import { countWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { selection, useSelection } from './selection.ts';

/** What can be done with all that are selected, and with how many of them. */
export function BulkBar() {
  const ids = useSelection();
  useVersion(board.cards);
  const cards = [...ids].map((id) => board.cards.get(id)).filter((card) => card !== undefined);
  if (cards.length === 0) return null;
  const offered = new Map<TaskAction, typeof cards>();
  for (const card of cards)
    for (const action of actionsFor(card)) offered.set(action, [...(offered.get(action) ?? []), card]);
  const run = async (action: TaskAction, targets: typeof cards): Promise<void> => {
    if (await runAction(action, targets)) selection.clear();
  };
  return (
    <div
      role="toolbar"
      aria-label="Selected tasks"
      className="pop-in bg-raised shadow-pop fixed bottom-20 left-1/2 z-30 flex max-w-[calc(100vw-1rem)] -translate-x-1/2 items-center gap-1 overflow-x-auto rounded-xl p-1.5 md:bottom-6"
    >
      <span className="px-2 text-sm font-medium whitespace-nowrap">{countWords(cards.length, 'task')}</span>
      {[...offered].map(([action, targets]) => (
        <Button
          key={action.name}
          tone="quiet"
          size="small"
          className={action.isDangerous === true ? '!text-bad' : ''}
          onClick={() => void run(action, targets)}
        >
          {action.label.replace('…', '')}
          {targets.length < cards.length && <span className="text-faint">{targets.length}</span>}
        </Button>
      ))}
      <Button tone="quiet" size="tiny" aria-label="Clear the selection" onClick={() => selection.clear()}>
        <X className="size-4" />
      </Button>
    </div>
  );
}
