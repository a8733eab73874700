// The tasks of a plan. While it waits for a person they can be moved by their handles, by keyboard, and from their menus; split,
// merged and put away.
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { ByHandTrouble } from './by-hand-trouble.tsx';
import { moved, placed } from './by-hand.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { ProposedTask } from './proposed-task.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { useByHand } from './use-by-hand.ts';
import { useOrder } from './use-order.ts';
import { useDraftDrops } from './use-draft-drag.ts';
import type { Proposed, Revision } from './words.ts';

interface Asked {
  readonly what: 'plan' | 'split' | 'merge';
  readonly task: Proposed;
}

export function ProposedTasks({
  request,
  revision,
  isNewest,
}: {
  request: RequestJson;
  revision: Revision;
  isNewest: boolean;
}) {
  const hand = useByHand(request);
  const [said, setSaid] = useState('');
  const [order, setOrder] = useOrder(hand, revision.number, () => setSaid('It was not moved'));
  const [asked, setAsked] = useState<Asked | null>(null);
  const canChange = isNewest && request.state === 'proposed';
  const tasks = inOrder(revision.tasks, order);
  const keys = tasks.map(({ key }) => key);
  const put = (next: readonly string[], key: string): void => {
    if (next.join('\n') === keys.join('\n')) return;
    setSaid(`${titleOf(tasks, key)} is number ${next.indexOf(key) + 1} of ${next.length}`);
    setOrder(next);
  };
  useDraftDrops((key, beside, edge) => put(placed(keys, key, beside, edge), key));
  const drop = async (task: Proposed): Promise<void> => {
    const isSure = await askFirst({
      title: `Put “${task.title}” away?`,
      text: 'What waits for it does not any more. It can be restored from the board.',
      action: 'Put away',
      isDangerous: true,
    });
    if (isSure) await hand.send({ type: 'remove', key: task.key }, revision.number);
  };
  return (
    <>
      <ByHandTrouble hand={hand} onDone={() => undefined} onTakeTheirs={() => undefined} />
      <p role="status" aria-live="polite" className="sr-only">
        {said}
      </p>
      <ol aria-label="Proposed tasks" className="flex flex-col gap-3">
        {tasks.map((task, place) => (
          <ProposedTask
            key={task.key}
            request={request}
            revision={revision}
            task={task}
            isNewest={isNewest}
            isOpenAtFirst={place === 0}
            changing={
              canChange
                ? {
                    isAlone: tasks.length === 1,
                    onMove: (by) => put(moved(keys, task.key, by), task.key),
                    onPlan: () => setAsked({ what: 'plan', task }),
                    onSplit: () => setAsked({ what: 'split', task }),
                    onMerge: () => setAsked({ what: 'merge', task }),
                    onDrop: () => void drop(task),
                  }
                : null
            }
          />
        ))}
      </ol>
      {asked?.what === 'plan' && (
        <PlanDialog request={request} task={asked.task} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'split' && (
        <SplitDialog request={request} task={asked.task} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'merge' && (
        <MergeDialog request={request} first={asked.task} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

function inOrder(tasks: readonly Proposed[], order: readonly string[] | null): readonly Proposed[] {
  if (order === null) return tasks;
  return order.flatMap((key) => tasks.find((task) => task.key === key) ?? []);
}

function titleOf(tasks: readonly Proposed[], key: string): string {
  return tasks.find((task) => task.key === key)?.title ?? key;
}
