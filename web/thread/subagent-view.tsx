// A subagent at work, in a box of its own: its calls with their marks, its round and its tokens.
import { Bot, Check, LoaderCircle, X } from 'lucide-react';
import { useContext } from 'react';
import { tokenWords } from '../data/words.ts';
import { Folded } from './folded.tsx';
import type { SubagentItem } from './item.ts';
import { StopSubagent } from './stop-subagent.tsx';
import { ThreadTaskContext } from './whose.ts';
import { Markdown } from './markdown.tsx';
import { plainText } from '../ui/plain-text.ts';

const shownCalls = 6;

export function SubagentView({ item }: { item: SubagentItem }) {
  const task = useContext(ThreadTaskContext);
  const runs = item.end === null && task.isOpen;
  const calls = item.calls.slice(-shownCalls);
  const hidden = item.calls.length - calls.length;
  return (
    // No landmark: there may be many, of the same name.
    <div
      role="group"
      aria-label={`Subagent ${item.name}: ${item.description}`}
      className="bg-surface border-line shadow-card my-2 rounded-xl border px-4 py-3"
    >
      <h2 className="flex items-center gap-2 text-sm font-medium">
        <Bot className="text-accent size-4" aria-hidden />
        <span className="untrusted">{item.name}</span>
        <span className="untrusted text-muted min-w-0 flex-1 truncate font-normal">{item.description}</span>
        {runs ? (
          <>
            <LoaderCircle className="text-live spin-slow size-4" aria-label="Running" />
            <StopSubagent task={task.id} run={item.id} name={item.name} />
          </>
        ) : (
          <End reason={item.end} />
        )}
      </h2>
      {calls.length > 0 && (
        <ul className="text-muted mt-2 flex flex-col gap-0.5 font-mono text-xs">
          {hidden > 0 && <li className="text-faint">… {hidden} before</li>}
          {calls.map((call) => (
            <li key={call.id} className="flex items-center gap-1.5">
              {call.status === 'completed' && (
                <Check className="text-ok size-3.5 shrink-0" aria-label="Done" />
              )}
              {call.status === 'failed' && <X className="text-bad size-3.5 shrink-0" aria-label="Failed" />}
              {(call.status === 'running' || call.status === 'pending') && (
                <span aria-label="Running" role="img" className="text-live">
                  ▶
                </span>
              )}
              <span className="untrusted truncate">{plainText(call.title)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-faint mt-2 text-xs tabular-nums">
        Round {item.round}
        {item.maxTurns !== null && `/${item.maxTurns}`} · Tokens {tokenWords(item.tokens)}
        {item.maxTokens !== null && `/${tokenWords(item.maxTokens)}`}
      </p>
      {item.result !== '' && (
        <Folded label="Its answer">
          <Markdown text={item.result} />
        </Folded>
      )}
    </div>
  );
}

function End({ reason }: { reason: string | null }) {
  if (reason === 'GOAL') return <Check className="text-ok size-4" aria-label="Done" />;
  return (
    <span className="text-warn text-xs">{(reason ?? 'stopped').toLowerCase().replaceAll('_', ' ')}</span>
  );
}
