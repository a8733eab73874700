// One message in the main thread: what a person said, and what became of it.
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleHelp, LoaderCircle, Sparkles, TriangleAlert, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { countWords } from '../data/words.ts';
import { Markdown } from '../thread/markdown.tsx';
import { plainText } from '../ui/plain-text.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Decide } from './decide.tsx';
import { DraftList } from './draft-list.tsx';
import { kinds, stateWords } from './words.ts';

const icons = { question: CircleHelp, prompt: WandSparkles, plan: Sparkles } as const;

export function Message({ request }: { request: RequestJson }) {
  const last = request.revisions.at(-1);
  const Icon = icons[request.kind];
  return (
    <li data-request={request.id} data-state={request.state} className="flex flex-col gap-2">
      <div className="bg-accent-soft ml-auto max-w-[90%] rounded-2xl rounded-br-md px-4 py-2.5">
        <p className="untrusted max-h-56 overflow-y-auto text-sm whitespace-pre-wrap" tabIndex={0}>
          {plainText(request.text === '' ? `Say #${request.about?.number ?? ''} better` : request.text)}
        </p>
      </div>
      <div className="text-faint flex items-center gap-2 text-xs">
        <Icon className="size-3.5" aria-hidden />
        <span>{kinds[request.kind].name}</span>
        <span className="untrusted">{request.by}</span>
        <Elapsed since={request.created_at} isAgo />
        {request.state !== 'working' && <span>{stateWords[request.state]}</span>}
      </div>
      {last !== undefined && last.answer !== null && <Markdown text={last.answer} />}
      {request.state === 'working' && <Working request={request} />}
      {request.state === 'failed' && (
        <Failed request={request}>
          <Link
            to="/planning/$request"
            params={{ request: request.id }}
            className="text-bad mt-2 inline-block font-medium underline underline-offset-2"
          >
            Say it otherwise
          </Link>
        </Failed>
      )}
      {request.state === 'working' && request.wish === null && request.drafts.length > 0 && (
        <DraftsSoFar request={request} />
      )}
      {last !== undefined && last.tasks.length > 0 && <Proposal request={request} />}
    </li>
  );
}

export function Working({ request }: { request: RequestJson }) {
  return (
    <div role="status" className="text-live flex min-w-0 items-center gap-2 text-sm">
      <LoaderCircle className="spin-slow size-4 shrink-0" aria-hidden />
      <span className="untrusted">
        {request.agent} {request.wish === null ? 'looks at the repository' : 'revises the plan'}
      </span>
      <span className="text-faint text-xs">
        <Elapsed since={request.updated_at} />
      </span>
      <span className="untrusted text-muted min-w-0 truncate text-xs">
        {plainText(request.activity.at(-1)?.text ?? '')}
      </span>
    </div>
  );
}

/** While the planner is still at work. */
function DraftsSoFar({ request }: { request: RequestJson }) {
  return (
    <ul aria-label="Drafts so far" className="bg-surface border-line divide-line divide-y rounded-xl border">
      {request.drafts.map((draft) => (
        <li key={draft.key} className="flex items-center gap-2.5 px-4 py-2 text-sm">
          <StateIcon state={draft.state} />
          <span className="text-faint tabular-nums">#{draft.number}</span>
          <span className="untrusted min-w-0 truncate">{draft.title}</span>
        </li>
      ))}
    </ul>
  );
}

export function Failed({ request, children }: { request: RequestJson; children?: ReactNode }) {
  const last = request.revisions.at(-1);
  return (
    <div className="bg-bad-soft rounded-xl px-4 py-3 text-sm">
      <p className="text-bad flex items-center gap-2 font-medium">
        <CircleAlert className="size-4 shrink-0" aria-hidden /> Nothing came of it
      </p>
      {(last?.problems ?? []).map((problem) => (
        <p key={problem} className="untrusted mt-1">
          {plainText(problem)}
        </p>
      ))}
      {last?.said != null && (
        <details className="mt-2">
          <summary className="text-bad cursor-pointer font-medium">What the agent said</summary>
          <pre
            tabIndex={0}
            className="untrusted bg-sunken mt-1 max-h-64 overflow-auto rounded-lg p-3 text-xs whitespace-pre-wrap"
          >
            {plainText(last.said)}
          </pre>
        </details>
      )}
      {children}
    </div>
  );
}

function Proposal({ request }: { request: RequestJson }) {
  const doubts = request.revisions.at(-1)?.doubts.length ?? 0;
  return (
    <div
      role="group"
      aria-label="Proposal"
      className={`bg-surface border-line shadow-card overflow-hidden rounded-xl border ${request.state === 'archived' ? 'opacity-70' : ''}`}
    >
      <DraftList request={request} />
      <div className="border-line flex flex-wrap items-center gap-2 border-t px-3 py-2">
        <Link
          to="/planning/$request"
          params={{ request: request.id }}
          className="bg-surface border-line-strong shadow-card hover:bg-hover inline-flex h-8 items-center rounded-lg border px-3 text-sm font-medium"
        >
          {request.kind === 'prompt' ? 'Review the prompt' : 'View plan'}
        </Link>
        {doubts > 0 && request.state === 'proposed' && (
          <span className="text-warn flex items-center gap-1 text-xs">
            <TriangleAlert className="size-3.5" aria-hidden /> {countWords(doubts, 'thing')} to look at
          </span>
        )}
        <span className="flex-1" />
        <Decide request={request} />
      </div>
    </div>
  );
}
