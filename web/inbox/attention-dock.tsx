// The oldest question of an agent, on whatever page one is: read and answered with one key. It stays away where the question is
// shown anyway.
import { Link, useRouterState } from '@tanstack/react-router';
import { MessageCircleQuestion, ShieldQuestionMark } from 'lucide-react';
import { useState } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import type { InquiryJson } from '../../src/api/inquiry-schemas.ts';
import { board } from '../data/board-store.ts';
import { useOpenInquiries } from '../data/queries.ts';
import { sayError } from '../data/run-action.ts';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { answersOf } from '../inquiries/answers.ts';
import type { Answer } from '../inquiries/answers.ts';
import { useAnswerKeys } from '../inquiries/use-answer-keys.ts';

export function AttentionDock({ cards }: { cards: readonly CardJson[] }) {
  const waiting = cards.filter((card) => card.asks === 'approval' || card.asks === 'question');
  const marks = waiting.map((card) => `${card.id}:${card.version}`).join(' ');
  const asked = useOpenInquiries(marks, waiting.length > 0);
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Where a question is shown anyway, the keys are for that one.
  const isShown = path === '/inbox' || waiting.some(({ id }) => path === `/tasks/${id}`);
  if (waiting.length === 0 || isShown) return null;
  const found = (asked.data ?? [])
    .filter(({ id }) => !later.has(id))
    .map((inquiry) => ({ inquiry, card: waiting.find(({ id }) => id === inquiry.task_id) }))
    .find(({ card }) => card !== undefined);
  if (found?.card === undefined) return null;
  return (
    <Dock
      key={found.inquiry.id}
      inquiry={found.inquiry}
      card={found.card}
      onLater={() => setLater((before) => new Set([...before, found.inquiry.id]))}
    />
  );
}

interface DockProps {
  readonly inquiry: InquiryJson;
  readonly card: CardJson;
  readonly onLater: () => void;
}

function Dock({ inquiry, card, onLater }: DockProps) {
  const [isBusy, setBusy] = useState(false);
  const answers = answersOf(inquiry);
  const give = async (answer: Answer): Promise<void> => {
    setBusy(true);
    try {
      await answer.give();
      onLater(); // it is answered: the next one, if there is one
    } catch (error) {
      sayError(error, `#${card.number} “${card.title}”`);
      setBusy(false);
    }
    board.refresh([card.id]);
  };
  useAnswerKeys(isBusy ? [] : answers, (answer) => void give(answer), onLater);
  const Icon = inquiry.kind === 'approval' ? ShieldQuestionMark : MessageCircleQuestion;
  return (
    <section
      aria-label="An agent asks"
      className="pop-in bg-raised shadow-pop border-line fixed right-3 bottom-20 left-3 z-30 flex flex-col gap-2 rounded-2xl border p-4 md:right-5 md:bottom-5 md:left-auto md:w-96"
    >
      <p className="text-faint flex items-center gap-2 text-xs">
        <Icon className="text-warn size-4 shrink-0" aria-hidden />
        <Link
          to="/tasks/$task"
          params={{ task: card.id }}
          className="untrusted min-w-0 flex-1 truncate hover:underline"
        >
          #{card.number} {card.title}
        </Link>
      </p>
      <p className="untrusted line-clamp-4 text-sm font-medium whitespace-pre-wrap">
        {plainText(inquiry.question)}
      </p>
      {inquiry.tool?.input != null && (
        <pre className="untrusted bg-sunken max-h-24 overflow-hidden rounded-lg px-2.5 py-1.5 text-xs whitespace-pre-wrap">
          {plainText(inquiry.tool.input.slice(0, 600))}
        </pre>
      )}
      <div className="flex flex-wrap gap-2">
        {answers.map((answer) => (
          <Button
            key={answer.label}
            size="small"
            tone={answer.isFirst ? 'primary' : 'plain'}
            disabled={isBusy}
            onClick={() => void give(answer)}
          >
            <span className="untrusted max-w-56 truncate">{plainText(answer.label)}</span>
            <Kbd>{`Alt ${answer.key}`}</Kbd>
          </Button>
        ))}
        <Button size="small" tone="quiet" onClick={onLater}>
          Later <Kbd>Alt L</Kbd>
        </Button>
      </div>
    </section>
  );
}
