// The main thread of a project: what was asked and wished, what became of it, and the box to say more.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { useProjects } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Message } from './message.tsx';
import { useRequests } from './requests.ts';
import { WishBox } from './wish-box.tsx';

const atOnce = 30;
const most = 200;

export function PlanningPage() {
  const projects = useProjects();
  const { project: chosen } = useSearch({ from: '/planning' });
  const navigate = useNavigate({ from: '/planning' });
  if (projects.data === undefined)
    return projects.error === null ? null : (
      <Trouble error={projects.error} onRetry={() => void projects.refetch()} />
    );
  const project = chosen ?? projects.data[0]?.name;
  return (
    <>
      <PageHeader title="Planning">
        {projects.data.length > 1 && (
          <select
            aria-label="Project"
            value={project}
            onChange={(event) => void navigate({ search: { project: event.target.value } })}
            className="border-line hover:bg-hover h-8 max-w-60 rounded-lg border bg-transparent px-2 text-sm"
          >
            {projects.data.map(({ id, name }) => (
              <option key={id}>{name}</option>
            ))}
          </select>
        )}
      </PageHeader>
      {project === undefined ? (
        <Empty icon={<MessagesSquare className="size-5" />} title="No project yet">
          <p>
            Run <code>tasklane project add</code> in a git repository first.
          </p>
        </Empty>
      ) : (
        <MainThread key={project} project={project} />
      )}
    </>
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
