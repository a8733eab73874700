// A person decides about a proposal: all that is still a draft goes to the Task Queue, or all of it is put away.
import { Archive, ListPlus } from 'lucide-react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useVersion } from '../data/keyed-store.ts';
import { countWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { refreshDrafts, useRequestChange } from './requests.ts';

export function Decide({ request }: { request: RequestJson }) {
  const { isBusy, run } = useRequestChange();
  useVersion(board.cards);
  if (request.state !== 'proposed') return null;
  // As they are on the board now: one may have been started alone, or put away.
  const waiting = request.drafts.filter(
    (draft) => (board.cards.get(draft.task_id) ?? draft).state === 'draft',
  ).length;
  const params = { request: request.id };
  const accept = async (): Promise<void> => {
    if (!(await run(() => call(endpoints.acceptRequest, { params })))) return;
    refreshDrafts(request);
    toast.success(`${countWords(waiting, 'task')} added to the Task Queue`);
  };
  const archive = async (): Promise<void> => {
    const isSure = await askFirst({
      title: 'Archive this proposal?',
      text: `${countWords(waiting, 'draft')} will be put away. Each can be restored from the board.`,
      action: 'Archive',
      isDangerous: true,
    });
    if (isSure && (await run(() => call(endpoints.archiveRequest, { params })))) refreshDrafts(request);
  };
  return (
    <div className="flex gap-2">
      <Button tone="quiet" disabled={isBusy} onClick={() => void archive()}>
        <Archive className="size-4" aria-hidden /> Archive
      </Button>
      <Button tone="primary" disabled={isBusy || waiting === 0} onClick={() => void accept()}>
        <ListPlus className="size-4" aria-hidden /> Add to Task Queue
        {waiting > 1 && <span className="tabular-nums opacity-80">{waiting}</span>}
      </Button>
    </div>
  );
}
