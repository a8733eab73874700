import { Link } from '@tanstack/react-router';
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';
import { plainText } from '../ui/plain-text.ts';

type Run = ScheduleJson['runs'][number];

const outcomes: Readonly<Record<Run['outcome'], string>> = {
  begun: 'is being made',
  made: 'made',
  skipped: 'skipped',
  failed: 'failed',
};

/** What came of its last runs, the newest first. */
export function ScheduleRuns({ schedule }: { schedule: ScheduleJson }) {
  if (schedule.runs.length === 0) return <p className="text-faint text-xs">It has not run yet.</p>;
  return (
    <ul aria-label={`Runs of ${schedule.name}`} className="flex flex-col gap-1 text-xs">
      {schedule.runs.toReversed().map((run, index) => (
        <li key={index} className="flex flex-wrap gap-x-2">
          <time dateTime={run.due_at} className="text-muted tabular-nums">
            {new Date(run.due_at).toLocaleString()}
          </time>
          <span className={run.outcome === 'failed' ? 'text-bad' : ''}>
            {run.outcome === 'made' ? <Made run={run} /> : outcomes[run.outcome]}
          </span>
          {run.by !== null && <span className="untrusted text-faint">by {run.by}</span>}
          {run.missed > 0 && <span className="text-faint">{run.missed} before it passed unseen</span>}
          {run.reason !== null && <span className="untrusted text-muted">{plainText(run.reason)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Made({ run }: { run: Run }) {
  const look = 'underline underline-offset-2';
  if (run.task_id !== null)
    return (
      <Link to="/tasks/$task" params={{ task: run.task_id }} className={look}>
        made a task
      </Link>
    );
  return (
    <Link to="/planning/$request" params={{ request: run.request_id ?? '' }} className={look}>
      made a request
    </Link>
  );
}
