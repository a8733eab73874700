// The main thread of a project: what was asked and wished, what became of it, and the box to say more.
import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Message } from './message.tsx';
import { PlanningFrame } from './planning-frame.tsx';
import { useRequests } from './requests.ts';
import { WishBox } from './wish-box.tsx';

const atOnce = 30;
const most = 200;

export function PlanningPage() {
  return (
    <PlanningFrame from="/planning">
      {(project) => <MainThread key={project} project={project} />}
    </PlanningFrame>
  );
}

function MainThread({ project }: { project: string }) {
  const [limit, setLimit] = useState(atOnce);
  const list = useRequests(project, limit);
  const newest = list.data?.requests[0]?.id;
  const end = useRef<HTMLDivElement>(null);
  // It opens at its end, and follows what is new there.
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [newest]);
  if (list.data === undefined && list.error !== null)
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  const requests = list.data?.requests ?? [];
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={list.data === undefined}>
        <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-5">
          {list.data?.next_cursor != null && limit < most && (
            <Button tone="quiet" size="small" className="self-center" onClick={() => setLimit(most)}>
              Show earlier messages
            </Button>
          )}
          {list.data !== undefined && requests.length === 0 && <FirstWish project={project} />}
          <ol aria-label="Main thread" className="flex flex-col gap-6">
            {requests.toReversed().map((request: RequestJson) => (
              <Message key={request.id} request={request} />
            ))}
          </ol>
          <div ref={end} />
        </div>
      </div>
      <div className="mx-auto w-full max-w-3xl px-4 pb-4">
        <WishBox project={project} />
      </div>
    </>
  );
}

function FirstWish({ project }: { project: string }) {
  return (
    <Empty icon={<MessagesSquare className="size-5" />} title={`What should happen in ${project}?`}>
      <p>
        Ask something, say a wish, or describe a goal. An agent looks at the repository and answers or
        proposes tasks. Nothing runs before you add it to the Task Queue.
      </p>
    </Empty>
  );
}
