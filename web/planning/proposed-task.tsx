// One task of a plan: its head is always there, all that is planned for it opens.
import { ChevronRight, GripVertical } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { DraftMenu } from './draft-menu.tsx';
import type { Changing } from './draft-menu.tsx';
import { DraftText } from './draft-text.tsx';
import { PlanFacts } from './plan-facts.tsx';
import { TaskHead } from './task-head.tsx';
import { useDraftDrag } from './use-draft-drag.ts';
import type { Proposed, Revision } from './words.ts';

export function ProposedTask({
  request,
  revision,
  task,
  isNewest,
  isOpenAtFirst,
  changing,
}: {
  request: RequestJson;
  revision: Revision;
  task: Proposed;
  isNewest: boolean;
  isOpenAtFirst: boolean;
  /** Null: it is not changed any more. */
  changing: Changing | null;
}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const canMove = changing?.isAlone === false;
  const { row, handle, edge, isDragged } = useDraftDrag(task.key, canMove);
  const draft = isNewest ? request.drafts.find((one) => one.key === task.key) : undefined;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    changing?.onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      ref={row}
      aria-label={task.title}
      className={`bg-surface border-line shadow-card relative rounded-xl border ${isDragged ? 'opacity-40' : ''}`}
      data-task-key={task.key}
    >
      {edge !== null && (
        <div
          aria-hidden
          className={`bg-accent absolute inset-x-1 h-0.5 rounded-full ${edge === 'top' ? '-top-[7px]' : '-bottom-[7px]'}`}
        />
      )}
      <div ref={handle} className={`flex items-start gap-1 px-2 py-2.5 ${canMove ? 'cursor-grab' : ''}`}>
        {canMove && (
          <button
            type="button"
            aria-label={`Move ${task.title}`}
            title="Drag, or press ↑ or ↓"
            onKeyDown={onKey}
            className="text-faint hover:bg-hover -mr-0.5 grid h-7 w-6 shrink-0 cursor-grab place-items-center rounded-lg"
          >
            <GripVertical className="size-4" aria-hidden />
          </button>
        )}
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
        {changing !== null && <DraftMenu title={task.title} changing={changing} />}
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
