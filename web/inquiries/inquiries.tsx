// What an agent waits for: leave to do something, or an answer. Decided here, in one step.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MessageCircleQuestion, ShieldQuestionMark } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { InquiryJson } from '../../src/api/inquiry-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import type { CardState } from '../data/columns.ts';
import { sayError } from '../data/run-action.ts';
import { OutputBox } from '../thread/output-box.tsx';
import { plainText } from '../ui/plain-text.ts';
import { answersOf } from './answers.ts';
import { useAnswerKeys } from './use-answer-keys.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';

const SmallDiff = lazy(async () => ({ default: (await import('../diff/small-diff.tsx')).SmallDiff }));

/** Nothing while the agent of the task waits for nobody. `hasKeys`: the first one is answered with one key. */
export function Inquiries({
  task,
  hasKeys = true,
}: {
  task: { readonly id: string; readonly state: CardState; readonly version: number };
  hasKeys?: boolean;
}) {
  const open = useQuery({
    queryKey: ['inquiries', task.id, task.version],
    enabled: task.state === 'waiting',
    queryFn: async ({ signal }) =>
      (await call(endpoints.listInquiries, { query: { task: task.id }, signal })).inquiries,
  });
  const client = useQueryClient();
  if (task.state !== 'waiting' || open.data === undefined || open.data.length === 0) return null;
  const decided = (): void => {
    board.refresh([task.id]);
    void client.invalidateQueries({ queryKey: ['inquiries', task.id] });
  };
  return (
    <ul className="flex flex-col gap-2">
      {open.data.map((inquiry, index) => (
        <li key={inquiry.id} className="bg-warn-soft rounded-xl px-4 py-3">
          {inquiry.kind === 'approval' ? (
            <Approval inquiry={inquiry} onDecided={decided} hasKeys={hasKeys && index === 0} />
          ) : (
            <Question inquiry={inquiry} onDecided={decided} hasKeys={hasKeys && index === 0} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface Asked {
  readonly inquiry: InquiryJson;
  readonly onDecided: () => void;
  readonly hasKeys: boolean;
}

/** Does it, and says it when the server does not. */
function useDecision(onDecided: () => void): readonly [boolean, (work: () => Promise<unknown>) => void] {
  const [isBusy, setBusy] = useState(false);
  const decide = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
      onDecided();
    }
  };
  return [isBusy, (work) => void decide(work)];
}

function Approval({ inquiry, onDecided, hasKeys }: Asked) {
  const [isBusy, decide] = useDecision(onDecided);
  const params = { task: inquiry.task_id, approval: inquiry.id };
  const choices = inquiry.choices.filter(({ kind }) => kind.endsWith('_always'));
  return (
    <section aria-label="Approval">
      <h2 className="text-warn flex items-start gap-2 text-sm font-medium">
        <ShieldQuestionMark className="mt-0.5 size-4 shrink-0" aria-hidden />
        <span className="untrusted">{plainText(inquiry.question)}</span>
      </h2>
      {inquiry.tool !== null && <Tool tool={inquiry.tool} />}
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Choices inquiry={inquiry} isBusy={isBusy} hasKeys={hasKeys} decide={decide} />
        {choices.map(({ id, name, kind }) => (
          <Button
            key={id}
            size="small"
            tone="quiet"
            disabled={isBusy}
            onClick={() =>
              decide(() =>
                call(kind.startsWith('allow') ? endpoints.approve : endpoints.deny, {
                  params,
                  body: { choice: id },
                }),
              )
            }
          >
            {name}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Tool({ tool }: { tool: NonNullable<InquiryJson['tool']> }) {
  return (
    <div className="mt-2 flex flex-col gap-2">
      {tool.input !== null && tool.diffs.length === 0 && <OutputBox text={tool.input} />}
      <Suspense>
        {tool.diffs.map((diff) => (
          <SmallDiff key={diff.path} diff={diff} />
        ))}
      </Suspense>
    </div>
  );
}

/** In words of one's own it is answered below; here are the answers that the agent proposes. */
function Question({ inquiry, onDecided, hasKeys }: Asked) {
  const [isBusy, decide] = useDecision(onDecided);
  return (
    <section aria-label="Question">
      <h2 className="text-warn flex items-start gap-2 text-sm font-medium">
        <MessageCircleQuestion className="mt-0.5 size-4 shrink-0" aria-hidden />
        <span className="untrusted whitespace-pre-wrap">{plainText(inquiry.question)}</span>
      </h2>
      <div className="mt-2.5 flex flex-wrap gap-2 empty:hidden">
        <Choices inquiry={inquiry} isBusy={isBusy} hasKeys={hasKeys} decide={decide} />
      </div>
    </section>
  );
}

/** What can be said in one step, by mouse or by key. */
function Choices({
  inquiry,
  isBusy,
  hasKeys,
  decide,
}: {
  inquiry: InquiryJson;
  isBusy: boolean;
  hasKeys: boolean;
  decide: (work: () => Promise<unknown>) => void;
}) {
  const answers = answersOf(inquiry);
  useAnswerKeys(hasKeys && !isBusy ? answers : [], (answer) => decide(answer.give));
  return answers.map((answer) => (
    <Button
      key={answer.label}
      size="small"
      tone={answer.isFirst ? 'primary' : 'plain'}
      disabled={isBusy}
      aria-label={answer.label}
      aria-keyshortcuts={hasKeys ? `Alt+${answer.key}` : undefined}
      onClick={() => decide(answer.give)}
    >
      <span className="untrusted">{plainText(answer.label)}</span>
      {hasKeys && <Kbd>{`Alt ${answer.key}`}</Kbd>}
    </Button>
  ));
}
