// One item of a thread.
import { Brain, CircleUser, Info, RotateCcw, TriangleAlert } from 'lucide-react';
import { memo, useState } from 'react';
import { StateIcon } from '../ui/state-icon.tsx';
import { Folded } from './folded.tsx';
import type { ThreadItem } from './item.ts';
import { Markdown } from './markdown.tsx';
import { OutputBox } from './output-box.tsx';
import { PlanView } from './plan-view.tsx';
import { plainText } from '../ui/plain-text.ts';
import { SubagentView } from './subagent-view.tsx';
import { ToolView } from './tool-view.tsx';

export const ItemView = memo(function ItemView({
  item,
  isLast,
  isLive,
  isMarked,
}: {
  item: ThreadItem;
  isLast: boolean;
  isLive: boolean;
  /** It was gone to: what it changed is to be seen. */
  isMarked: boolean;
}) {
  switch (item.kind) {
    case 'message':
      return (
        <div className="py-2">
          <Markdown text={item.text} />
          {isLast && isLive && (
            <span aria-hidden className="bg-live mt-1 inline-block size-2 animate-pulse rounded-full" />
          )}
        </div>
      );
    case 'thought':
      return <Thought text={item.text} isThinking={isLast && isLive} />;
    case 'person':
      return <Person item={item} />;
    case 'tool':
      return <ToolView item={item} isMarked={isMarked} />;
    case 'subagent':
      return <SubagentView item={item} />;
    case 'plan':
      return <PlanView entries={item.entries} />;
    case 'output':
      return (
        <Folded label={`Output of ${item.source}`}>
          <OutputBox text={item.text} />
        </Folded>
      );
    case 'note':
      return <Note isWarning={item.isWarning} text={item.text} />;
    case 'state':
      return <StateLine item={item} isNow={isLast && isLive} />;
    case 'chapter':
      return (
        <div className="text-muted my-4 flex items-center gap-3 text-xs font-medium">
          <span className="bg-line h-px flex-1" />
          <RotateCcw className="size-3.5" aria-hidden /> {item.text}
          <time dateTime={item.at} className="text-faint font-normal">
            {new Date(item.at).toLocaleTimeString()}
          </time>
          <span className="bg-line h-px flex-1" />
        </div>
      );
  }
});

function Person({ item }: { item: Extract<ThreadItem, { kind: 'person' }> }) {
  return (
    <div className="my-2 flex flex-col items-end">
      <div className="text-faint mb-1 flex items-center gap-1.5 text-xs">
        <CircleUser className="size-3.5" aria-hidden />
        <span className="untrusted">{item.from}</span>
        <time dateTime={item.at}>
          {new Date(item.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
        </time>
      </div>
      <Long text={item.text} />
    </div>
  );
}

/** A megabyte that somebody pasted is not drawn before it is asked for. */
const longest = 4000;

function Long({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > longest;
  const shown = isLong && !isOpen ? `${text.slice(0, longest)}…` : text;
  return (
    <div className="bg-accent-soft untrusted max-w-[85%] rounded-2xl rounded-tr-md px-3.5 py-2 whitespace-pre-wrap">
      {plainText(shown)}
      {isLong && (
        <button
          type="button"
          className="text-accent ml-1 font-medium underline"
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'less' : `all ${Math.round(text.length / 1000)} kB`}
        </button>
      )}
    </div>
  );
}

function Thought({ text, isThinking }: { text: string; isThinking: boolean }) {
  return (
    <Folded label={isThinking ? 'Thinking …' : 'Thought'} icon={<Brain className="size-3.5" aria-hidden />}>
      <div className="text-muted border-line border-l-2 pl-3 text-sm">
        <Markdown text={text} />
      </div>
    </Folded>
  );
}

function Note({ isWarning, text }: { isWarning: boolean; text: string }) {
  const Icon = isWarning ? TriangleAlert : Info;
  return (
    <p className={`untrusted flex gap-2 py-1 text-sm ${isWarning ? 'text-warn' : 'text-muted'}`}>
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="whitespace-pre-wrap">{plainText(text)}</span>
    </p>
  );
}

/** On the way to its end, a step is a dot; only the one that goes on now moves. */
const isOnTheWay = new Set(['queued', 'starting', 'running']);

function StateLine({ item, isNow }: { item: Extract<ThreadItem, { kind: 'state' }>; isNow: boolean }) {
  return (
    <div className="text-muted flex items-start gap-2 py-1 text-sm">
      <span className="pt-0.5">
        {isOnTheWay.has(item.to) && !isNow ? (
          <span aria-hidden className="bg-line-strong mx-1 mt-1.5 block size-1.5 rounded-full" />
        ) : (
          <StateIcon state={item.to} className="size-3.5" />
        )}
      </span>
      <div className="min-w-0 flex-1">
        {item.text}
        {item.detail !== '' && (
          <p className="untrusted text-text whitespace-pre-wrap">{plainText(item.detail)}</p>
        )}
      </div>
      <time dateTime={item.at} className="text-faint shrink-0 text-xs tabular-nums">
        {new Date(item.at).toLocaleTimeString()}
      </time>
    </div>
  );
}
