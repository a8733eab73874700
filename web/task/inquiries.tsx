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
import { Button } from '../ui/button.tsx';

const SmallDiff = lazy(async () => ({ default: (await import('../diff/small-diff.tsx')).SmallDiff }));

/** Nothing while the agent of the task waits for nobody. */
export function Inquiries({
  task,
}: {
  task: { readonly id: string; readonly state: CardState; readonly version: number };
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
      {open.data.map((inquiry) => (
        <li key={inquiry.id} className="bg-warn-soft rounded-xl px-4 py-3">
          {inquiry.kind === 'approval' ? (
            <Approval inquiry={inquiry} onDecided={decided} />
          ) : (
            <Question inquiry={inquiry} onDecided={decided} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface Asked {
  readonly inquiry: InquiryJson;
  readonly onDecided: () => void;
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

function Approval({ inquiry, onDecided }: Asked) {
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
        <Button
          size="small"
          tone="primary"
          disabled={isBusy}
          onClick={() => decide(() => call(endpoints.approve, { params, body: {} }))}
        >
          Allow
        </Button>
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => decide(() => call(endpoints.deny, { params, body: {} }))}
        >
          Deny
        </Button>
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
function Question({ inquiry, onDecided }: Asked) {
  const [isBusy, decide] = useDecision(onDecided);
  return (
    <section aria-label="Question">
      <h2 className="text-warn flex items-start gap-2 text-sm font-medium">
        <MessageCircleQuestion className="mt-0.5 size-4 shrink-0" aria-hidden />
        <span className="untrusted whitespace-pre-wrap">{plainText(inquiry.question)}</span>
      </h2>
      {inquiry.suggestions.length > 0 && (
        <div className="mt-2.5 flex flex-wrap gap-2">
          {inquiry.suggestions.map((answer) => (
            <Button
              key={answer}
              size="small"
              disabled={isBusy}
              onClick={() =>
                decide(() =>
                  call(endpoints.answerTask, {
                    params: { task: inquiry.task_id },
                    body: { answer, question: inquiry.id },
                  }),
                )
              }
            >
              <span className="untrusted">{plainText(answer)}</span>
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
