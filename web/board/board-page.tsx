// The board: what is planned, at work, ready and done, of one project or of all.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Kanban } from 'lucide-react';
import { useMemo, useState } from 'react';
import { board } from '../data/board-store.ts';
import { byTurn } from '../data/columns.ts';
import { useVersion } from '../data/keyed-store.ts';
import { intoLanes } from '../data/lanes.ts';
import { overlays } from '../palette/overlays.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { BoardHeader } from './board-header.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { Column } from './column.tsx';
import { ColumnTabs } from './column-tabs.tsx';
import { fits } from './filter.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useReorder } from './use-reorder.ts';

export function BoardPage() {
  const version = useVersion(board.cards);
  const search = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const [phoneLane, setPhoneLane] = useState('active');
  // The store is the same object; its version says when it says something else.
  const shown = useMemo(
    () => [...board.cards.values()].filter((card) => fits(card, search)),
    [version, search],
  );
  const lanes = useMemo(() => intoLanes(shown, search.by ?? 'column'), [shown, search.by]);
  const waiting = useMemo(() => shown.filter(({ state }) => state === 'queued').sort(byTurn), [shown]);
  const announce = useReorder(waiting);
  useBoardKeys(lanes);
  const seenOnPhone = lanes.some(({ name }) => name === phoneLane) ? phoneLane : lanes[1]?.name;
  const { loading } = board;
  if (loading.kind === 'failed') return <Trouble error={loading.error} onRetry={() => void board.load()} />;
  const isEmpty = loading.kind === 'ready' && board.cards.size === 0;
  return (
    <>
      <BoardHeader
        search={search}
        count={shown.length}
        onView={(view) => void navigate({ search: view })}
        onSearch={(change) =>
          void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace: true })
        }
      />
      <ColumnTabs lanes={lanes} current={seenOnPhone ?? ''} onChange={setPhoneLane} />
      {isEmpty ? (
        <FirstTask />
      ) : (
        <div className="flex min-h-0 flex-1 gap-1 overflow-x-auto px-2 pb-2 md:px-3">
          {lanes.map((lane) => (
            <Column key={lane.name} lane={lane} isHiddenOnPhone={lane.name !== seenOnPhone} />
          ))}
        </div>
      )}
      <BulkBar />
      <p className="sr-only" aria-live="polite">
        {announce}
      </p>
    </>
  );
}

function FirstTask() {
  return (
    <Empty icon={<Kanban className="size-5" />} title="No tasks yet">
      <p>Say in plain words what you want. An agent works on it in its own copy of the repository.</p>
      <Button tone="primary" className="mt-2" onClick={() => overlays.open('new-task')}>
        New task
      </Button>
    </Empty>
  );
}

function withoutEmpty<Search extends object>(search: Search): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  ) as Search;
}
