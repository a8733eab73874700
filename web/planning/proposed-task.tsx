// One task of a plan: its head is always there, all that is planned for it opens.
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { DraftText } from './draft-text.tsx';
import { PlanFacts } from './plan-facts.tsx';
import { TaskHead } from './task-head.tsx';
import type { Proposed, Revision } from './words.ts';

export function ProposedTask({
  request,
  revision,
  task,
  isNewest,
  isOpenAtFirst,
}: {
  request: RequestJson;
  revision: Revision;
  task: Proposed;
  isNewest: boolean;
  isOpenAtFirst: boolean;
}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const draft = isNewest ? request.drafts.find((one) => one.key === task.key) : undefined;
  return (
    <li
      aria-label={task.title}
      className="bg-surface border-line shadow-card rounded-xl border"
      data-task-key={task.key}
    >
      <div className="flex items-start gap-1 px-2 py-2.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`Plan of ${task.title}`}
          onClick={() => setOpen(!isOpen)}
          className="text-faint hover:bg-hover grid size-7 shrink-0 place-items-center rounded-lg"
        >
          <ChevronRight className={`size-4 ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
        </button>
        <TaskHead task={task} draft={draft} canQueue />
      </div>
      {isOpen && (
        <div className="border-line flex flex-col gap-4 border-t px-4 py-3 md:pl-11">
          <PlanFacts request={request} revision={revision} task={task} />
          <section>
            <h3 className="text-faint mb-1 text-xs font-medium">Prompt</h3>
            <DraftText task={task} draft={draft} />
          </section>
        </div>
      )}
    </li>
  );
}
