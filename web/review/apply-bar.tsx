// Apply, Dismiss, Undo and “request changes”, with what exactly will happen.
import { useQuery } from '@tanstack/react-query';
import {
  ChevronRight,
  CircleCheck,
  CircleX,
  GitMerge,
  GitPullRequest,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import { actionNamed } from '../data/actions.ts';
import { call } from '../data/call.ts';
import { useProjects } from '../data/queries.ts';
import { runAction } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';
import { applySteps } from './apply-steps.ts';
import type { ApplyStep } from './apply-steps.ts';
import { HostWords, MergeWords } from './apply-words.tsx';
import type { AsksHost } from './apply-words.tsx';
import type { Comments } from './comments.ts';
import { PullRequest } from './pull-request.tsx';
import { RequestChanges } from './request-changes.tsx';
import { useReport } from './use-report.ts';

export function ApplyBar({ task, files, comments }: { task: TaskJson; files: number; comments: Comments }) {
  const projects = useProjects().data ?? [];
  const project = projects.find((one) => one.id === task.project_id) ?? null;
  const branch = project?.branch ?? 'the main version';
  const asksHost = useReport(task).data?.asks_host ?? null;
  if (task.state === 'done') return <Applied task={task} branch={branch} />;
  if (task.state === 'applying')
    return (
      <p role="status" className="border-line text-accent flex items-center gap-2 border-t px-5 py-3 text-sm">
        <GitMerge className="size-4" aria-hidden />
        {asksHost === null
          ? `Merging into ${branch} and checking the merged tree …`
          : 'Pushing the work and asking the git host …'}
      </p>
    );
  const isReady = task.state === 'ready';
  return (
    <div className="border-line bg-surface flex max-h-[45vh] flex-col gap-3 overflow-y-auto border-t px-4 py-3 empty:hidden md:px-5">
      {task.pull_request !== null && <PullRequest task={task} pullRequest={task.pull_request} />}
      {isReady && <Decide task={task} files={files} project={project} asksHost={asksHost} />}
      <RequestChanges task={task} comments={comments} />
    </div>
  );
}

function Decide({
  task,
  files,
  project,
  asksHost,
}: {
  task: TaskJson;
  files: number;
  project: ProjectJson | null;
  asksHost: AsksHost | null;
}) {
  const [isOpen, setOpen] = useState(false);
  const apply = actionNamed('apply');
  const dismiss = actionNamed('dismiss');
  const isUpdate = task.pull_request?.state === 'open';
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <div className="text-muted min-w-0 flex-1 basis-72 text-sm">
          {asksHost === null ? (
            <MergeWords task={task} files={files} branch={project?.branch ?? 'the main version'} />
          ) : (
            <HostWords files={files} asksHost={asksHost} isUpdate={isUpdate} />
          )}
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="text-accent mt-0.5 inline-flex items-center gap-0.5 text-xs font-medium"
          >
            <ChevronRight
              className={`size-3.5 transition-transform ${isOpen ? 'rotate-90' : ''}`}
              aria-hidden
            />
            What exactly will happen
          </button>
        </div>
        {dismiss !== undefined && <Button onClick={() => void runAction(dismiss, [task])}>Dismiss</Button>}
        {apply !== undefined && task.phase_id === null && (
          <Button tone="primary" onClick={() => void runAction(apply, [task])}>
            {asksHost === null ? (
              <GitMerge className="size-4" aria-hidden />
            ) : (
              <GitPullRequest className="size-4" aria-hidden />
            )}
            {asksHost === null ? 'Apply changes' : hostLabel(isUpdate)}
          </Button>
        )}
      </div>
      {isOpen && <Plan task={task} root={project?.root ?? null} />}
    </>
  );
}

function hostLabel(isUpdate: boolean): string {
  return isUpdate ? 'Update the pull request' : 'Open a pull request';
}

function Plan({ task, root }: { task: TaskJson; root: string | null }) {
  const plan = useQuery({
    queryKey: ['apply-plan', task.id, task.version],
    queryFn: async ({ signal }) => {
      const params = { task: task.id };
      const [report, conflicts] = await Promise.all([
        call(endpoints.taskVerification, { params, signal }),
        call(endpoints.taskConflicts, { params, signal, timeoutMs: 0 }),
      ]);
      return { report, conflicts };
    },
  });
  if (plan.error !== null) return <p role="alert">{plan.error.message}</p>;
  if (plan.data === undefined) return <p className="text-faint text-sm">Looking at the branch …</p>;
  return (
    <ol aria-label="What Apply will do" className="flex flex-col gap-1.5 text-sm">
      {applySteps({ task, ...plan.data, root }).map((step) => (
        <Step key={step.text} step={step} />
      ))}
    </ol>
  );
}

const looks = {
  plain: { icon: CircleCheck, colour: 'text-faint', name: '' },
  warn: { icon: TriangleAlert, colour: 'text-warn', name: 'Note: ' },
  bad: { icon: CircleX, colour: 'text-bad', name: 'In the way: ' },
} as const;

function Step({ step }: { step: ApplyStep }) {
  const { icon: Icon, colour, name } = looks[step.tone];
  return (
    <li data-tone={step.tone} className="flex gap-2">
      <Icon className={`mt-0.5 size-4 shrink-0 ${colour}`} aria-hidden />
      <span className="untrusted">
        <span className="sr-only">{name}</span>
        {step.text}
      </span>
    </li>
  );
}

function Applied({ task, branch }: { task: TaskJson; branch: string }) {
  const undo = actionNamed('undo');
  return (
    <div className="border-line flex flex-wrap items-center gap-3 border-t px-5 py-3 text-sm">
      {task.pull_request !== null && (
        <div className="basis-full">
          <PullRequest task={task} pullRequest={task.pull_request} />
        </div>
      )}
      <p className="text-ok flex-1">
        {task.applied_commit === null
          ? 'Done.'
          : `Part of ${branch} as ${task.applied_commit.slice(0, 10)}${deliveryWords(task)}.`}
      </p>
      {undo !== undefined && task.applied_commit !== null && (
        <Button onClick={() => void runAction(undo, [task])}>
          <Undo2 className="size-4" aria-hidden /> Undo the apply …
        </Button>
      )}
    </div>
  );
}

function deliveryWords({ delivery }: TaskJson): string {
  if (delivery === null) return '';
  if (delivery.kind === 'fast_forwarded') return '; your checkout has it';
  return delivery.kind === 'left_alone' ? `; your checkout was left as it is (${delivery.reason ?? ''})` : '';
}
