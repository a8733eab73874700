// What needs a person, in one list: questions, failures, and work that is ready. Answered here, or one step away.
import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { actionNamed, actionsFor } from '../data/actions.ts';
import { runAction } from '../data/run-action.ts';
import { failureWords } from '../data/words.ts';
import { CardFacts } from '../board/card-facts.tsx';
import { TaskMenu } from '../board/task-menu.tsx';
import { Composer } from '../task/composer.tsx';
import { Inquiries } from '../inquiries/inquiries.tsx';
import { Button } from '../ui/button.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { useAttentionCards } from './attention.ts';

const groups: readonly (readonly [state: CardJson['state'], title: string])[] = [
  ['waiting', 'Questions and approvals'],
  ['failed', 'Failed'],
  ['ready', 'Ready for review'],
];

export function InboxPage() {
  const cards = useAttentionCards();
  // A key answers the question that stands first; more than one cannot be meant.
  const firstAsking = cards.find(({ asks }) => asks === 'approval' || asks === 'question')?.id;
  return (
    <>
      <PageHeader title="Inbox">
        <span className="text-faint text-sm">{cards.length === 0 ? '' : `${cards.length} need you`}</span>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl px-4 py-4">
          {cards.length === 0 && (
            <Empty icon={<Inbox className="size-5" />} title="Nothing needs you">
              <p>Questions of agents, failures and finished work come here.</p>
            </Empty>
          )}
          {groups.map(([state, title]) => {
            const of = cards.filter((card) => card.state === state);
            if (of.length === 0) return null;
            return (
              <section key={state} aria-label={title} className="mb-6">
                <h2 className="text-muted mb-2 px-1 text-sm font-medium">
                  {title} <span className="text-faint text-xs tabular-nums">{of.length}</span>
                </h2>
                <ul className="bg-surface border-line shadow-card divide-line divide-y rounded-xl border">
                  {of.map((card) => (
                    <Item key={card.id} card={card} hasKeys={card.id === firstAsking} />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      </div>
    </>
  );
}

function Item({ card, hasKeys }: { card: CardJson; hasKeys: boolean }) {
  const text = card.question ?? card.failure?.message ?? card.notice?.message ?? null;
  const kind = card.failure === null ? '' : `${failureWords(card.failure.kind)}: `;
  return (
    <li className="px-4 py-3" data-card={card.id} data-state={card.state}>
      <div className="text-faint flex items-center gap-2 text-xs">
        <StateIcon state={card.state} />
        <span className="tabular-nums">#{card.number}</span>
        <span className="untrusted flex-1 truncate">{card.project_name}</span>
        <Elapsed since={card.state_since} isAgo />
        <TaskMenu card={card} />
      </div>
      <Link
        to="/tasks/$task"
        params={{ task: card.id }}
        search={card.state === 'ready' ? { view: 'review' } : {}}
        className="untrusted mt-0.5 block font-medium hover:underline"
      >
        {card.title}
      </Link>
      {text !== null && (
        <p className={`untrusted mt-0.5 text-sm ${card.state === 'failed' ? 'text-bad' : 'text-muted'}`}>
          {kind}
          {text}
        </p>
      )}
      <CardFacts card={card} />
      <Answers card={card} hasKeys={hasKeys} />
    </li>
  );
}

function Answers({ card, hasKeys }: { card: CardJson; hasKeys: boolean }) {
  if (card.state === 'waiting')
    return (
      <div className="mt-2.5 flex flex-col gap-2">
        <Inquiries task={card} hasKeys={hasKeys} />
        <Composer task={card} isCompact />
      </div>
    );
  const main = card.state === 'failed' ? actionNamed('retry') : null;
  const possible = actionsFor(card);
  return (
    <div className="mt-2.5 flex gap-2">
      {card.state === 'ready' && (
        <Link
          to="/tasks/$task"
          params={{ task: card.id }}
          search={{ view: 'review' }}
          className="bg-accent-fill text-on-accent inline-flex h-7 items-center rounded-lg px-2.5 text-xs font-medium"
        >
          Review changes
        </Link>
      )}
      {main != null && possible.includes(main) && (
        <Button size="small" onClick={() => void runAction(main, [card])}>
          {main.label}
        </Button>
      )}
    </div>
  );
}
