// One task on the board: what it is, where it stands, and what it needs.
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { memo } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { failureWords, stateWords, stepWords } from '../data/words.ts';
import { Elapsed } from '../ui/elapsed.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { CardFacts } from './card-facts.tsx';
import { selection, useIsSelected } from './selection.ts';
import { TaskMenu } from './task-menu.tsx';
import { useDrag } from './use-drag.ts';

export const Card = memo(function Card({ card }: { card: CardJson }) {
  const isSelected = useIsSelected(card.id);
  const { ref, edge, isDragged } = useDrag(card);
  const isQuiet = card.state === 'dismissed' || card.state === 'cancelled';
  return (
    <article
      ref={ref}
      data-card={card.id}
      data-state={card.state}
      aria-label={`#${card.number} ${card.title}, ${stateWords[card.state]}`}
      className={`group bg-surface border-line shadow-card hover:border-line-strong relative rounded-xl border px-3 py-2.5 transition-[border-color,opacity] duration-75 ${
        isSelected ? '!border-accent ring-accent ring-1' : ''
      } ${isDragged ? 'opacity-40' : ''}`}
    >
      {edge !== null && (
        <div
          aria-hidden
          className={`bg-accent absolute inset-x-1 h-0.5 rounded-full ${edge === 'top' ? '-top-[5px]' : '-bottom-[5px]'}`}
        />
      )}
      <div className="text-faint flex items-center gap-1.5 text-xs">
        <SelectBox card={card} isSelected={isSelected} />
        <span className="tabular-nums">#{card.number}</span>
        <span className="untrusted min-w-0 flex-1 truncate">{card.project_name}</span>
        {card.priority !== 'normal' && <Priority priority={card.priority} />}
        <Elapsed since={card.state_since} isAgo={!isTimed(card)} />
        <TaskMenu card={card} />
      </div>
      <Link
        to="/tasks/$task"
        params={{ task: card.id }}
        search={card.state === 'ready' ? { view: 'review' } : {}}
        draggable={false}
        data-card-link={card.id}
        className={`untrusted mt-1 line-clamp-2 block text-base leading-snug font-medium outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:outline-[var(--c-accent)] ${isQuiet ? 'text-muted' : ''}`}
      >
        {card.title}
      </Link>
      <Status card={card} />
      <CardFacts card={card} />
    </article>
  );
});

/** The state's own icon, which becomes the box to select with. */
function SelectBox({ card, isSelected }: { card: CardJson; isSelected: boolean }) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={`Select #${card.number}`}
      onClick={(event) => selection.toggle(card.id, event.shiftKey)}
      className="relative z-10 -m-1 grid size-6 place-items-center rounded"
    >
      <span className={isSelected ? 'hidden' : 'inline-flex group-hover:pointer-fine:hidden'}>
        <StateIcon state={card.state} />
      </span>
      <span
        aria-hidden
        className={`border-line-strong size-4 place-items-center rounded-[5px] border ${
          isSelected
            ? 'bg-accent-fill !border-transparent text-on-accent grid'
            : 'hidden group-hover:pointer-fine:grid'
        }`}
      >
        {isSelected && <Check className="size-3" strokeWidth={3} />}
      </span>
    </button>
  );
}

function Priority({ priority }: { priority: CardJson['priority'] }) {
  const look = priority === 'urgent' ? 'bg-bad-soft text-bad' : 'bg-sunken text-muted';
  return <span className={`rounded px-1.5 py-px text-2xs font-medium ${look}`}>{priority}</span>;
}

/** One line in words: the step, why it waits, what it asks, why it failed. */
function Status({ card }: { card: CardJson }) {
  const [text, colour] = statusOf(card);
  if (text === null) return null;
  return (
    <p className={`untrusted mt-1 line-clamp-2 text-sm leading-snug ${colour}`} data-testid="status">
      {text}
    </p>
  );
}

function statusOf(card: CardJson): readonly [text: string | null, colour: string] {
  switch (card.state) {
    case 'draft':
      return [card.brief === card.title ? null : card.brief, 'text-muted'];
    case 'queued':
      return [card.hold === null ? 'Starts next' : `Queued: ${card.hold.text}`, 'text-muted'];
    case 'starting':
      return [stepWords(card), 'text-live'];
    case 'running':
      return [card.said !== null && card.step === 'agent' ? card.said : stepWords(card), 'text-muted'];
    case 'waiting':
      return [card.question, 'text-warn'];
    case 'failed':
      return [`${failureWords(card.failure?.kind ?? 'other')}: ${card.failure?.message ?? ''}`, 'text-bad'];
    case 'ready':
      return card.notice === null
        ? [commitWords(card), 'text-muted']
        : [`Not applied: ${card.notice.message}`, 'text-warn'];
    case 'applying':
      return [
        card.merge_position !== null && card.merge_position > 1
          ? `Waits in the merge queue, place ${card.merge_position}`
          : 'Merging into the branch and checking again',
        'text-accent',
      ];
    case 'paused':
      return ['Paused', 'text-muted'];
    case 'done':
      return [commitWords(card), 'text-muted'];
    case 'dismissed':
    case 'cancelled':
      return [null, ''];
  }
}

/** The message of its commit, where that says more than the title. */
function commitWords({ commit, title }: CardJson): string | null {
  return commit === null || commit.message === title ? null : commit.message;
}

function isTimed({ state }: CardJson): boolean {
  return state === 'starting' || state === 'running' || state === 'applying';
}
