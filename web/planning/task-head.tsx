// What a proposed task is called, where it stands now, and queueing it alone.
import { Link } from '@tanstack/react-router';
import { ListPlus } from 'lucide-react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { actionNamed } from '../data/actions.ts';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { runAction } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { useRequestChange } from './requests.ts';
import type { Proposed } from './words.ts';

export function TaskHead({
  task,
  draft,
  canQueue = false,
}: {
  task: Proposed;
  draft: RequestJson['drafts'][number] | undefined;
  canQueue?: boolean;
}) {
  const card = useKey(board.cards, draft?.task_id ?? '');
  const { isBusy, run } = useRequestChange();
  const accept = actionNamed('accept');
  const state = card?.state ?? draft?.state;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1">
      <div className="flex min-w-0 flex-1 basis-52 items-center gap-2">
        {state !== undefined && <StateIcon state={state} />}
        {draft !== undefined && <span className="text-faint text-sm tabular-nums">#{draft.number}</span>}
        <h3 className="untrusted min-w-0 font-medium">
          {draft === undefined ? (
            task.title
          ) : (
            <Link
              to="/tasks/$task"
              params={{ task: draft.task_id }}
              draggable={false}
              className="hover:underline"
            >
              {card?.title ?? draft.title}
            </Link>
          )}
        </h3>
      </div>
      <span className="text-faint flex gap-2 text-xs">
        {task.category !== null && <span>{task.category.replace('_', ' ')}</span>}
        <span>{task.size}</span>
      </span>
      {canQueue && state === 'draft' && card !== undefined && accept !== undefined && (
        <Button size="small" disabled={isBusy} onClick={() => void run(() => runAction(accept, [card]))}>
          <ListPlus className="size-3.5" aria-hidden /> Queue this one
        </Button>
      )}
    </div>
  );
}
