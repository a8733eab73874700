// What is planned for one task, in the order in which a reviewer asks: what it looks like when it is done, how it gets there, what
// it may touch, what it waits for, and what may go wrong.
import { FileQuestionMark, SquareCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { plainText } from '../ui/plain-text.ts';
import { testingLines } from './words.ts';
import type { Proposed, Revision } from './words.ts';

interface Facts {
  readonly request: RequestJson;
  readonly revision: Revision;
  readonly task: Proposed;
}

export function PlanFacts({ request, revision, task }: Facts) {
  return (
    <div className="grid gap-x-8 gap-y-4 text-sm md:grid-cols-2">
      <Part
        title="Done looks like"
        lines={task.done_when}
        icon={<SquareCheck className="text-ok size-4" />}
      />
      <Part title="Plan" lines={task.steps} isNumbered />
      <Part title="May change only" lines={task.owns} isCode />
      <Targets revision={revision} task={task} />
      <WaitsFor request={request} task={task} />
      <Part title="Checks" lines={task.checks} isCode />
      <Part title="Tests" lines={testingLines(task)} />
      <Part title="Forbidden, in your words" lines={task.prohibitions} />
      <Part title="Risks" lines={task.risks} />
      <Part title="Out of scope" lines={task.out_of_scope} />
    </div>
  );
}

function Part({
  title,
  lines,
  icon,
  isNumbered = false,
  isCode = false,
}: {
  title: string;
  lines: readonly string[];
  icon?: ReactNode;
  isNumbered?: boolean;
  isCode?: boolean;
}) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3 className="text-faint mb-1 text-xs font-medium">{title}</h3>
      <ul className="flex flex-col gap-1">
        {lines.map((line, index) => (
          <li key={index} className="flex items-start gap-2">
            {isNumbered && <span className="text-faint w-4 shrink-0 tabular-nums">{index + 1}.</span>}
            {icon !== undefined && (
              <span aria-hidden className="mt-0.5 shrink-0">
                {icon}
              </span>
            )}
            <span className={`untrusted min-w-0 ${isCode ? 'font-mono text-xs leading-5' : ''}`}>
              {plainText(line)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is not in the repository is marked: a doubt names it. */
function Targets({ revision, task }: Pick<Facts, 'revision' | 'task'>) {
  if (task.targets.length === 0) return null;
  return (
    <section>
      <h3 className="text-faint mb-1 text-xs font-medium">About</h3>
      <ul className="flex flex-wrap gap-1.5">
        {task.targets.map(({ kind, name, is_new: isNew, is_there: isThere }) => {
          const isMissing =
            isThere === null
              ? revision.doubts.some((doubt) => doubt.includes(`“${name}”`))
              : !isThere && !isNew;
          return (
            <li
              key={`${kind} ${name}`}
              className={`flex max-w-full items-center gap-1 rounded-md px-1.5 py-0.5 text-xs ${isMissing ? 'bg-warn-soft text-warn' : 'bg-sunken'}`}
            >
              {isMissing && <FileQuestionMark className="size-3.5 shrink-0" aria-hidden />}
              <span className="untrusted min-w-0 truncate font-mono">{plainText(name)}</span>
              {isNew && <span className="text-ok">new</span>}
              {isMissing && <span>not found</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function WaitsFor({ request, task }: Pick<Facts, 'request' | 'task'>) {
  const lines = task.depends_on.map(({ key, reason }) => {
    const draft = request.drafts.find((one) => one.key === key);
    return `${draft === undefined ? key : `#${draft.number} ${draft.title}`}: ${reason}`;
  });
  return <Part title="Waits for" lines={lines} />;
}
