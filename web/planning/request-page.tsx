// One proposal as a whole: what was said, what is proposed, what changed since, what to look at, and what can be done with it.
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { Markdown } from '../thread/markdown.tsx';
import { plainText } from '../ui/plain-text.ts';
import { Elapsed } from '../ui/elapsed.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { AboutTask } from './about-task.tsx';
import { Decide } from './decide.tsx';
import { Failed, Working } from './message.tsx';
import { PromptReview } from './prompt-review.tsx';
import { ProposedTasks } from './proposed-tasks.tsx';
import { useRequest } from './requests.ts';
import { ReviseBox } from './revise-box.tsx';
import { RevisionChanges } from './revision-changes-view.tsx';
import { kinds, stateWords } from './words.ts';
import type { Revision } from './words.ts';

export function RequestPage() {
  const { request: id } = useParams({ from: '/planning/$request' });
  const request = useRequest(id);
  if (request.data === undefined && request.error !== null)
    return <Trouble error={request.error} onRetry={() => void request.refetch()} />;
  if (request.data === undefined) return <div className="flex-1" aria-busy />;
  return <Loaded key={id} request={request.data} />;
}

function Loaded({ request }: { request: RequestJson }) {
  // Null follows the newest.
  const [chosen, setChosen] = useState<number | null>(null);
  const index = chosen === null ? request.revisions.length - 1 : chosen - 1;
  const revision = request.revisions[index];
  const isNewest = index === request.revisions.length - 1;
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-request={request.id} data-state={request.state}>
      <Header request={request}>
        {request.revisions.length > 1 && (
          <select
            aria-label="Revision"
            value={index + 1}
            onChange={(event) => {
              const number = Number(event.target.value);
              setChosen(number === request.revisions.length ? null : number);
            }}
            className="border-line hover:bg-hover h-8 rounded-lg border bg-transparent px-2 text-sm"
          >
            {request.revisions.map(({ number }) => (
              <option key={number} value={number}>
                Revision {number} of {request.revisions.length}
              </option>
            ))}
          </select>
        )}
      </Header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-5xl flex-col gap-5 px-4 py-5">
          {(request.kind !== 'prompt' || revision === undefined || revision.tasks.length === 0) && (
            <Original text={request.text} />
          )}
          <AboutTask about={request.about} />
          {revision?.wish != null && <Wish text={revision.wish} />}
          {revision !== undefined && (
            <Body
              request={request}
              revision={revision}
              before={request.revisions[index - 1]}
              isNewest={isNewest}
            />
          )}
          {request.state === 'working' && <Working request={request} />}
          {request.state === 'failed' && isNewest && <Failed request={request} />}
        </div>
      </div>
      {isNewest && (
        <footer className="border-line flex flex-col gap-2 border-t px-4 py-3">
          <div className="mx-auto flex w-full max-w-5xl flex-wrap items-center gap-3">
            <ReviseBox request={request} />
            <Decide request={request} />
          </div>
        </footer>
      )}
    </div>
  );
}

function Header({ request, children }: { request: RequestJson; children: React.ReactNode }) {
  return (
    <header className="border-line flex min-h-13 flex-wrap items-center gap-3 border-b px-3 py-2 md:px-5">
      <Link
        to="/planning"
        search={{ project: request.project_name }}
        aria-label="Back to the main thread"
        className="text-muted hover:bg-hover grid size-8 shrink-0 place-items-center rounded-lg"
      >
        <ArrowLeft className="size-4" aria-hidden />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="text-[0.9375rem] font-semibold tracking-tight">
          {kinds[request.kind].name}
          <span className="untrusted text-muted font-normal"> in {request.project_name}</span>
        </h1>
        <p className="text-faint flex flex-wrap gap-x-2 text-xs">
          <span>{stateWords[request.state]}</span>
          <span className="untrusted">by {request.by}</span>
          <span className="untrusted">planned by {request.agent}</span>
          <Elapsed since={request.created_at} isAgo />
        </p>
      </div>
      {children}
    </header>
  );
}

interface Shown {
  readonly request: RequestJson;
  readonly revision: Revision;
  readonly before: Revision | undefined;
  readonly isNewest: boolean;
}

function Body({ request, revision, before, isNewest }: Shown) {
  if (revision.answer !== null) return <Markdown text={revision.answer} />;
  const [only] = revision.tasks;
  return (
    <>
      {revision.doubts.length > 0 && <Doubts doubts={revision.doubts} />}
      {before !== undefined && before.tasks.length + revision.tasks.length > 0 && (
        <RevisionChanges before={before} after={revision} />
      )}
      {request.kind === 'prompt' && only !== undefined ? (
        <PromptReview request={request} revision={revision} task={only} isNewest={isNewest} />
      ) : (
        <ProposedTasks request={request} revision={revision} isNewest={isNewest} />
      )}
    </>
  );
}

function Original({ text }: { text: string }) {
  return (
    <section aria-label="You wrote">
      <h2 className="text-faint mb-1 text-xs font-medium">You wrote</h2>
      <p className="untrusted text-sm leading-relaxed whitespace-pre-wrap">{plainText(text)}</p>
    </section>
  );
}

function Wish({ text }: { text: string }) {
  return (
    <section aria-label="You wanted otherwise" className="border-accent border-l-2 pl-3">
      <h2 className="text-faint mb-0.5 text-xs font-medium">You wanted otherwise</h2>
      <p className="untrusted text-sm whitespace-pre-wrap">{plainText(text)}</p>
    </section>
  );
}

function Doubts({ doubts }: { doubts: readonly string[] }) {
  return (
    <section aria-label="Look at this" className="bg-warn-soft rounded-xl px-4 py-3">
      <h2 className="text-warn flex items-center gap-2 text-sm font-medium">
        <TriangleAlert className="size-4 shrink-0" aria-hidden /> Look at this
      </h2>
      <ul className="mt-1 flex flex-col gap-1 text-sm">
        {doubts.map((doubt) => (
          <li key={doubt} className="untrusted">
            {plainText(doubt)}
          </li>
        ))}
      </ul>
    </section>
  );
}
