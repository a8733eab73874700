// The tasks of a proposal in short: each with its state as it is now, wherever it has got since.
import { Link } from '@tanstack/react-router';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import type { Proposed } from './words.ts';

type Draft = RequestJson['drafts'][number];

export function DraftList({ request }: { request: RequestJson }) {
  const tasks = request.revisions.at(-1)?.tasks ?? [];
  return (
    <ul className="divide-line divide-y">
      {tasks.map((task) => (
        <Row
          key={task.key}
          task={task}
          draft={request.drafts.find((draft) => draft.key === task.key)}
          numberOf={(key) => request.drafts.find((draft) => draft.key === key)?.number}
        />
      ))}
    </ul>
  );
}

function Row({
  task,
  draft,
  numberOf,
}: {
  task: Proposed;
  draft: Draft | undefined;
  numberOf: (key: string) => number | undefined;
}) {
  const card = useKey(board.cards, draft?.task_id ?? '');
  const waitsFor = task.depends_on.map(({ key }) => `#${numberOf(key) ?? key}`);
  return (
    <li className="flex items-center gap-2.5 px-4 py-2 text-sm">
      {draft !== undefined && <StateIcon state={card?.state ?? draft.state} />}
      {draft !== undefined && <span className="text-faint tabular-nums">#{draft.number}</span>}
      {draft === undefined ? (
        <span className="untrusted min-w-0 flex-1 truncate">{task.title}</span>
      ) : (
        <Link
          to="/tasks/$task"
          params={{ task: draft.task_id }}
          className="untrusted min-w-0 flex-1 truncate hover:underline"
        >
          {card?.title ?? draft.title}
        </Link>
      )}
      {waitsFor.length > 0 && (
        <span className="text-faint hidden text-xs sm:inline">after {waitsFor.join(', ')}</span>
      )}
      <span className="text-faint text-xs">{task.size}</span>
    </li>
  );
}
