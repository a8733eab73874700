// Why it failed, or was not applied: the message, what shows it, and what to do next. Never only an icon.
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import type { FailureJson, TaskJson } from '../../src/api/schemas.ts';
import { actionNamed } from '../data/actions.ts';
import type { ActionName } from '../data/actions.ts';
import { runAction } from '../data/run-action.ts';
import { failureWords } from '../data/words.ts';
import { UpdateWithPromptEngineer } from '../planning/prompt-engineer.tsx';
import { OutputBox } from '../thread/output-box.tsx';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';

export function FailurePanel({ task }: { task: TaskJson }) {
  if (task.state === 'failed' && task.failure !== null)
    return (
      <Panel failure={task.failure} tone="bad">
        {task.attempt > 1 && (
          <p className="text-muted mt-1 text-sm">
            This was attempt {task.attempt}. Perhaps the description should say more: the Prompt Engineer can
            make it better, knowing the error.
          </p>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <Do name="retry" task={task} isMain={task.attempt < 2} />
          <UpdateWithPromptEngineer task={task} isMain={task.attempt >= 2} />
          <Do name="replan" task={task} />
          <Do name="archive" task={task} />
        </div>
      </Panel>
    );
  if (task.state === 'ready' && task.notice !== null) return <Panel failure={task.notice} tone="warn" />;
  return null;
}

function Panel({
  failure,
  tone,
  children,
}: {
  failure: FailureJson;
  tone: 'bad' | 'warn';
  children?: React.ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const colour = tone === 'bad' ? 'text-bad' : 'text-warn';
  return (
    <section
      aria-label={tone === 'bad' ? 'Failure' : 'Not applied'}
      className={`mx-auto mt-3 w-[calc(100%-2rem)] max-w-3xl rounded-xl px-4 py-3 ${tone === 'bad' ? 'bg-bad-soft' : 'bg-warn-soft'}`}
    >
      <h2 className={`flex items-center gap-2 font-medium ${colour}`}>
        <CircleAlert className="size-4 shrink-0" aria-hidden />
        {tone === 'bad'
          ? failureWords(failure.kind)
          : `Not applied: ${failureWords(failure.kind).toLowerCase()}`}
      </h2>
      <p className="untrusted mt-1 text-sm">{plainText(failure.message)}</p>
      {failure.next !== '' && (
        <p className="untrusted text-muted mt-0.5 text-sm">{plainText(failure.next)}</p>
      )}
      {failure.detail.trim() !== '' && (
        <>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className={`mt-1.5 text-sm font-medium underline underline-offset-2 ${colour}`}
          >
            {isOpen ? 'Hide the error' : 'View error'}
          </button>
          {isOpen && (
            <div className="mt-2">
              <OutputBox text={failure.detail} />
            </div>
          )}
        </>
      )}
      {children}
    </section>
  );
}

function Do({ name, task, isMain = false }: { name: ActionName; task: TaskJson; isMain?: boolean }) {
  const action = actionNamed(name);
  if (action === undefined) return null;
  return (
    <Button size="small" tone={isMain ? 'primary' : 'plain'} onClick={() => void runAction(action, [task])}>
      {action.label}
    </Button>
  );
}
