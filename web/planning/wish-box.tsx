// One box for everything that is said to a project: a question, a wish, or a goal. What is half written stays with its project.
import { ArrowUp, Signpost } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useAgents } from '../data/queries.ts';
import { AgentOptions } from '../ui/agent-options.tsx';
import { Button } from '../ui/button.tsx';
import { DirectionFields } from './direction-fields.tsx';
import { firstTwo } from './directions.ts';
import { kindNames, useWish } from './use-wish.ts';
import { kinds } from './words.ts';
import type { Kind } from './words.ts';

export function WishBox({ project }: { project: string }) {
  const wish = useWish(project);
  const { kind, directions, canSend, send } = wish;
  const box = useRef<HTMLTextAreaElement>(null);
  useFocusKey('m', box);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <div className="bg-surface border-line-strong focus-within:border-accent shadow-card rounded-2xl border p-2">
      <textarea
        ref={box}
        aria-label="What do you want to say?"
        rows={2}
        value={wish.text}
        onChange={(event) => wish.setText(event.target.value)}
        onKeyDown={onKey}
        placeholder={kinds[kind].hint}
        className="placeholder:text-faint field-sizing-content max-h-72 min-h-14 w-full resize-none bg-transparent px-2 py-1 leading-relaxed outline-none"
      />
      {directions.length > 0 && (
        <div className="max-h-72 overflow-y-auto p-2">
          <DirectionFields
            directions={directions}
            problemOf={(index, name) => wish.problems.at(`directions.${index}.${name}`)}
            onChange={wish.setDirections}
          />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <KindChoice kind={kind} onChange={wish.setKind} />
        <AgentChoice agent={wish.agent} onChange={wish.setAgent} />
        {kind === 'prompt' && (
          <Button
            tone="quiet"
            size="small"
            aria-expanded={directions.length > 0}
            onClick={() => wish.setDirections(directions.length > 0 ? [] : firstTwo)}
          >
            <Signpost className="size-3.5" aria-hidden /> Several directions
          </Button>
        )}
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

/** The key leads into the box from wherever nobody writes. */
function useFocusKey(key: string, box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const onPageKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== key || event.metaKey || event.ctrlKey || event.altKey || isInText(event)) return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener('keydown', onPageKey);
    return () => window.removeEventListener('keydown', onPageKey);
  }, [key, box]);
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
      <AgentOptions none="Planner of the project" />
    </select>
  );
}
