// One box for everything that is said to a project: a question, a wish, or a goal. What is half written stays with its project.
import { ArrowUp } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useAgents } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { useRequestChange } from './requests.ts';
import { kinds } from './words.ts';
import type { Kind } from './words.ts';

const kindNames: readonly Kind[] = ['question', 'prompt', 'plan'];

export function WishBox({ project }: { project: string }) {
  const [text, setText] = useKeptText(`wish.${project}`);
  const [keptKind, setKind] = useKeptText(`wish-kind.${project}`);
  const [agent, setAgent] = useState('');
  const { isBusy, run } = useRequestChange();
  const kind = kindNames.find((one) => one === keptKind) ?? 'prompt';
  const canSend = text.trim() !== '' && !isBusy;
  const send = async (): Promise<void> => {
    if (!canSend) return;
    const body = { project, kind, text, ...(agent !== '' && { agent }) };
    if (await run(() => call(endpoints.createRequest, { body }))) setText('');
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const onPageKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'm' || event.metaKey || event.ctrlKey || event.altKey || isInText(event)) return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener('keydown', onPageKey);
    return () => window.removeEventListener('keydown', onPageKey);
  }, []);
  return (
    <div className="bg-surface border-line-strong focus-within:border-accent shadow-card rounded-2xl border p-2">
      <textarea
        ref={box}
        aria-label="What do you want to say?"
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        placeholder={kinds[kind].hint}
        className="placeholder:text-faint field-sizing-content max-h-72 min-h-14 w-full resize-none bg-transparent px-2 py-1 leading-relaxed outline-none"
      />
      <div className="flex flex-wrap items-center gap-2">
        <KindChoice kind={kind} onChange={setKind} />
        <AgentChoice agent={agent} onChange={setAgent} />
        <Button
          tone="primary"
          size="icon"
          className="ml-auto !rounded-xl"
          aria-label="Send"
          disabled={!canSend}
          onClick={() => void send()}
        >
          <ArrowUp className="size-4" aria-hidden />
        </Button>
      </div>
    </div>
  );
}

function isInText(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const name = useId();
  return (
    <fieldset className="bg-sunken flex rounded-lg p-0.5">
      <legend className="sr-only">What it is</legend>
      {kindNames.map((each) => (
        <label
          key={each}
          title={kinds[each].hint}
          className="text-muted has-checked:bg-surface has-checked:text-text has-checked:shadow-card has-focus-visible:outline-accent relative flex h-7 cursor-pointer items-center rounded-md px-2.5 text-xs font-medium has-focus-visible:outline-2"
        >
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === kind}
            onChange={() => onChange(each)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {kinds[each].name}
        </label>
      ))}
    </fieldset>
  );
}

function AgentChoice({ agent, onChange }: { agent: string; onChange: (agent: string) => void }) {
  const found = (useAgents().data ?? []).filter((one) => one.found);
  if (found.length < 2) return null;
  return (
    <select
      aria-label="Who plans"
      value={agent}
      onChange={(event) => onChange(event.target.value)}
      className="text-muted hover:bg-hover h-7 max-w-44 rounded-lg bg-transparent px-1.5 text-xs"
    >
      <option value="">Planner of the project</option>
      {found.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}
