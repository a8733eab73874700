// What is known of the task, beside its thread.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TaskJson } from '../../src/api/schemas.ts';
import { isForeknown } from '../../src/api/states.ts';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { useAttempts } from '../data/queries.ts';
import { costWords, durationWords, tokenWords } from '../data/words.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { PullRequest } from '../review/pull-request.tsx';
import { Evidence } from '../review/evidence.tsx';

export function Details({ task }: { task: TaskJson }) {
  return (
    <aside
      aria-label="Details"
      className="border-line hidden w-72 shrink-0 overflow-y-auto border-l px-4 py-4 text-sm lg:block"
    >
      {task.result !== null && task.result.checks.length > 0 && (
        <Part title="Checks">
          <Evidence task={task} />
        </Part>
      )}
      {task.pull_request !== null && (
        <Part title="At the git host">
          <PullRequest task={task} pullRequest={task.pull_request} />
        </Part>
      )}
      <Part title="Task">
        <dl className="flex flex-col gap-1.5">
          <Fact name="Policy">{task.policy}</Fact>
          <Fact name="Priority">{task.priority}</Fact>
          {task.model !== null && <Fact name="Model">{task.model}</Fact>}
          {task.owner !== null && <Fact name="Owner">{task.owner}</Fact>}
          {task.category !== null && <Fact name="Category">{task.category}</Fact>}
          {task.applied_commit !== null && (
            <Fact name="Applied as">
              <code className="text-xs">{task.applied_commit.slice(0, 10)}</code>
            </Fact>
          )}
          <Fact name="Created">{new Date(task.created_at).toLocaleString()}</Fact>
        </dl>
      </Part>
      {task.depends_on.length > 0 && (
        <Part title="Depends on">
          <ul className="flex flex-col gap-1">
            {task.depends_on.map((id) => (
              <Prerequisite key={id} id={id} />
            ))}
          </ul>
        </Part>
      )}
      {task.owns.length > 0 && (
        <Part title="May change only">
          <ul className="flex flex-col gap-0.5 font-mono text-xs">
            {task.owns.map((glob) => (
              <li key={glob} className="untrusted">
                {glob}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Conflicts task={task} />
      <Attempts task={task} />
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-5">
      <h2 className="text-faint mb-2 text-xs font-medium">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-muted">{name}</dt>
      <dd className="untrusted text-right">{children}</dd>
    </div>
  );
}

function Prerequisite({ id }: { id: string }) {
  const card = useKey(board.cards, id);
  return (
    <li>
      <Link to="/tasks/$task" params={{ task: id }} className="flex items-center gap-2 hover:underline">
        {card !== undefined && <StateIcon state={card.state} className="size-3.5" />}
        <span className="untrusted truncate">
          {card === undefined ? id.slice(0, 8) : `#${card.number} ${card.title}`}
        </span>
      </Link>
    </li>
  );
}

function Conflicts({ task }: { task: TaskJson }) {
  const conflicts = task.conflicts ?? [];
  if (conflicts.length === 0) return null;
  return (
    <Part title="Would not merge with">
      <ul className="flex flex-col gap-2">
        {conflicts.map((conflict) => (
          <li key={conflict.with ?? 'branch'}>
            <span className={`untrusted ${isForeknown(conflict) ? '' : 'text-warn'}`}>
              {conflict.number === null ? 'the branch' : `#${conflict.number} ${conflict.name ?? ''}`}
            </span>
            <span className="untrusted text-muted block font-mono text-xs">
              {conflict.files.map((file) => file.path).join(', ')}
            </span>
            {isForeknown(conflict) && (
              <span className="text-muted block text-xs">would be resolved as before</span>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Attempts({ task }: { task: TaskJson }) {
  const attempts = useAttempts(task.id, task.version).data ?? [];
  if (attempts.length === 0) return null;
  return (
    <Part title={attempts.length === 1 ? 'Attempt' : 'Attempts'}>
      <ul className="flex flex-col gap-2">
        {attempts.toReversed().map((attempt) => {
          const tokens = attempt.usage.input_tokens + attempt.usage.output_tokens;
          const took =
            attempt.ended_at === null ? null : Date.parse(attempt.ended_at) - Date.parse(attempt.started_at);
          return (
            <li key={attempt.id} className="flex justify-between gap-2">
              <span>
                {attempt.number}. <span className="text-muted">{attempt.agent}</span>
              </span>
              <span className="text-muted text-right text-xs tabular-nums">
                {took === null ? 'at work' : durationWords(took)}
                {tokens > 0 && ` · ${tokenWords(tokens)}`}
                {attempt.usage.cost !== null &&
                  attempt.usage.cost > 0 &&
                  ` · ${costWords(attempt.usage.cost)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
