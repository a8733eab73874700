// Which tasks wait for which: as a drawing, and the same as a table for who cannot see it or has too many for one.
import { Link, useSearch } from '@tanstack/react-router';
import { Network } from 'lucide-react';
import { useMemo } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { board } from '../data/board-store.ts';
import { useVersion } from '../data/keyed-store.ts';
import { countWords, stateWords } from '../data/words.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { Drawing } from './drawing.tsx';
import { layoutOf } from './layout.ts';

/** More than these are no drawing any more. */
const mostDrawn = 400;

export function GraphPage() {
  const version = useVersion(board.cards);
  const { project } = useSearch({ from: '/graph' });
  const cards = useMemo(
    () => [...board.cards.values()].filter((card) => project === undefined || card.project_name === project),
    // The store is the same object; its version says when it says something else.
    [version, project],
  );
  const layout = useMemo(
    () => layoutOf(cards.map((card) => ({ id: card.id, needs: card.depends_on }))),
    [cards],
  );
  const isDrawn = layout.nodes.length <= mostDrawn;
  return (
    <>
      <PageHeader title="Dependencies">
        <span className="text-faint text-sm">
          {layout.edges.length > 0 &&
            `${countWords(layout.nodes.length, 'task')}, ${countWords(layout.edges.length, 'dependency', 'dependencies')}`}
        </span>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-6xl flex-col gap-4 px-4 py-4">
          {layout.nodes.length === 0 && (
            <Empty icon={<Network className="size-5" />} title="No task waits for another">
              <p>A task that depends on others starts when they are done.</p>
            </Empty>
          )}
          {layout.nodes.length > 0 && isDrawn && <Drawing layout={layout} />}
          {layout.nodes.length > 0 && (
            <Table cards={cards.filter((card) => card.depends_on.length > 0)} isOpen={!isDrawn} />
          )}
        </div>
      </div>
    </>
  );
}

function Table({ cards, isOpen }: { cards: readonly CardJson[]; isOpen: boolean }) {
  return (
    <details open={isOpen} className="text-sm">
      <summary className="text-muted cursor-pointer">The same as a table</summary>
      <table className="bg-surface border-line mt-3 w-full border text-sm">
        <thead>
          <tr className="text-muted border-line border-b text-left text-xs">
            <th className="px-3 py-2 font-medium">Task</th>
            <th className="px-3 py-2 font-medium">State</th>
            <th className="px-3 py-2 font-medium">Waits for</th>
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <tr key={card.id} className="border-line border-b align-top last:border-0">
              <th scope="row" className="px-3 py-2 text-left font-medium">
                <TaskLink card={card} />
              </th>
              <td className="px-3 py-2">{card.hold?.text ?? stateWords[card.state]}</td>
              <td className="px-3 py-2">
                <ul className="flex flex-col gap-1">
                  {card.depends_on.map((id) => (
                    <li key={id}>
                      <Prerequisite id={id} />
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Prerequisite({ id }: { id: string }) {
  const card = board.cards.get(id);
  return card === undefined ? <>{id.slice(0, 8)}</> : <TaskLink card={card} />;
}

function TaskLink({ card }: { card: CardJson }) {
  return (
    <Link
      to="/tasks/$task"
      params={{ task: card.id }}
      className="inline-flex items-center gap-2 hover:underline"
    >
      <StateIcon state={card.state} className="size-3.5" />
      <span className="untrusted">
        #{card.number} {card.title}
      </span>
    </Link>
  );
}
