// All that goes on in the background: agents on tasks, subagents, planners, merges. In one list, the longest first.
import { Link } from '@tanstack/react-router';
import { Activity, Bot, GitMerge, ListTodo, Workflow } from 'lucide-react';
import type { ComponentType, SVGProps } from 'react';
import type { JobJson } from '../../src/api/job-schemas.ts';
import { useJobs } from '../data/queries.ts';
import { countWords, stepWords } from '../data/words.ts';
import { Elapsed } from '../ui/elapsed.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Trouble } from '../ui/trouble.tsx';

const kinds: Readonly<
  Record<JobJson['kind'], readonly [words: string, icon: ComponentType<SVGProps<SVGSVGElement>>]>
> = {
  task: ['Agent', Bot],
  subagent: ['Subagent', Workflow],
  plan: ['Planner', ListTodo],
  merge: ['Merge', GitMerge],
};

const mergeSteps: Readonly<Record<string, string>> = {
  waits: 'Waits for its turn in the merge queue',
  behind: 'Waits for one ahead of it, with which it conflicts',
  resolving: 'An agent resolves its conflict with the branch',
};

export function JobsPage() {
  const found = useJobs();
  if (found.data === undefined)
    return found.error === null ? null : <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const running = found.data.filter((job) => job.state === 'running').length;
  return (
    <>
      <PageHeader title="Jobs">
        <span className="text-faint text-sm" role="status">
          {running === 0 ? 'No active jobs' : `${countWords(running, 'job')} running`}
          {found.data.length > running && `, ${found.data.length - running} waiting`}
        </span>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl px-4 py-4">
          {found.data.length === 0 ? (
            <Empty icon={<Activity className="size-5" />} title="Nothing goes on in the background">
              <p>Agents at work, planners and merges are shown here.</p>
            </Empty>
          ) : (
            <ol
              aria-label="Jobs"
              className="bg-surface border-line shadow-card divide-line divide-y rounded-xl border"
            >
              {found.data.map((job) => (
                <Row key={`${job.kind} ${job.task_id ?? job.request_id ?? ''}`} job={job} />
              ))}
            </ol>
          )}
        </div>
      </div>
    </>
  );
}

function Row({ job }: { job: JobJson }) {
  const [kind, Icon] = kinds[job.kind];
  return (
    <li className="flex items-start gap-3 px-4 py-2.5" data-job={job.kind}>
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${job.state === 'running' ? 'text-live' : 'text-faint'}`}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        {job.task_id === null ? (
          <span className="untrusted line-clamp-2 font-medium">{job.title}</span>
        ) : (
          <Link
            to="/tasks/$task"
            params={{ task: job.task_id }}
            className="untrusted line-clamp-2 font-medium hover:underline"
          >
            {job.title}
          </Link>
        )}
        <p className="untrusted text-muted text-sm">
          {kind}
          {job.agent !== null && ` ${job.agent}`} · {doing(job)} · {job.project_name}
        </p>
      </div>
      <span className="text-faint pt-0.5 text-xs">
        <Elapsed since={job.since} />
      </span>
    </li>
  );
}

function doing(job: JobJson): string {
  if (job.kind === 'merge') return mergeSteps[job.step] ?? 'Merging into the branch and checking';
  if (job.kind === 'plan') return job.step === 'question' ? 'Answers a question' : 'Makes tasks of a request';
  return job.state === 'waiting' ? 'Waits for a person' : stepWords({ state: 'running', step: job.step });
}
