// One wish: what was written beside the prompt that was made of it, and the three questions to ask before it is queued.
import { useKeptText } from '../data/kept-text.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { plainText } from '../ui/plain-text.ts';
import { DirectionsBox } from './directions-box.tsx';
import { DraftText } from './draft-text.tsx';
import { PlanFacts } from './plan-facts.tsx';
import { TaskHead } from './task-head.tsx';
import { testingLines } from './words.ts';
import type { Proposed, Revision } from './words.ts';

interface Shown {
  readonly request: RequestJson;
  readonly revision: Revision;
  readonly task: Proposed;
  readonly isNewest: boolean;
}

export function PromptReview({ request, revision, task, isNewest }: Shown) {
  const draft = isNewest ? request.drafts.find((one) => one.key === task.key) : undefined;
  return (
    <>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <section
          aria-label="You wrote"
          className="bg-sunken border-line flex min-w-0 flex-col rounded-xl border px-4 py-3"
        >
          <h2 className="text-faint mb-2 text-xs font-medium">You wrote</h2>
          <p className="untrusted text-sm leading-relaxed whitespace-pre-wrap">
            {plainText(request.text === '' ? (request.about?.prompt ?? '') : request.text)}
          </p>
        </section>
        <section
          aria-label="Optimised prompt"
          className="bg-surface border-line shadow-card flex min-w-0 flex-col gap-2 rounded-xl border px-4 py-3"
        >
          <h2 className="text-faint text-xs font-medium">Optimised prompt</h2>
          <TaskHead task={task} draft={draft} />
          <DraftText task={task} draft={draft} />
        </section>
      </div>
      {isNewest && <DirectionsBox request={request} canChange={request.state === 'proposed'} />}
      {request.state === 'proposed' && isNewest && (
        <ReviewQuestions request={request} revision={revision} task={task} />
      )}
      <section aria-label="Plan" className="bg-surface border-line rounded-xl border px-4 py-3">
        <PlanFacts request={request} revision={revision} task={task} />
      </section>
    </>
  );
}

const questions = [
  { name: 'files', text: 'Does it target the right files?' },
  { name: 'scope', text: 'Are the boundaries right?' },
  { name: 'tests', text: 'Does it have the tests that you wanted?' },
] as const;
type QuestionName = (typeof questions)[number]['name'];

/** Ticked for oneself; what is ticked is remembered for this very revision. */
function ReviewQuestions({ request, revision, task }: Omit<Shown, 'isNewest'>) {
  const [kept, keep] = useKeptText(`review.${request.id}.${revision.number}`);
  const ticked = new Set(kept.split(' ').filter(Boolean));
  const toggle = (name: QuestionName): void => {
    const next = ticked.has(name) ? [...ticked].filter((one) => one !== name) : [...ticked, name];
    keep(next.join(' '));
  };
  const answers: Readonly<Record<QuestionName, readonly string[]>> = {
    files: task.targets.map((target) => `${target.name}${target.is_new ? ' (new)' : ''}`),
    scope: [...task.owns.map((glob) => `may change ${glob}`), ...task.prohibitions],
    tests: [...testingLines(task), ...task.checks],
  };
  return (
    <fieldset className="border-line rounded-xl border px-4 pt-2 pb-3">
      <legend className="text-muted px-1 text-sm font-medium">Before you add it to the Task Queue</legend>
      <ul className="grid gap-3 md:grid-cols-3">
        {questions.map(({ name, text }) => (
          <li key={name}>
            <label className="flex items-start gap-2 text-sm">
              <input
                type="checkbox"
                className="accent-accent mt-0.5 size-4 shrink-0"
                checked={ticked.has(name)}
                onChange={() => toggle(name)}
              />
              <span>
                {text}
                {!task.review[name].is_fine && (
                  <span className="untrusted text-warn mt-0.5 block text-xs">
                    {plainText(task.review[name].said ?? task.review[name].found)}
                  </span>
                )}
                <span className="untrusted text-muted mt-0.5 block text-xs">
                  {answers[name].length === 0
                    ? 'It says nothing of it.'
                    : answers[name].map(plainText).join(' · ')}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
