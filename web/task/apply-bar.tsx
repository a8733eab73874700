// Apply and Dismiss, with what exactly will happen.
import { GitMerge } from 'lucide-react';
import type { TaskJson } from '../../src/api/schemas.ts';
import { actionNamed } from '../data/actions.ts';
import { useProjects } from '../data/queries.ts';
import { runAction } from '../data/run-action.ts';
import { countWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { Composer } from './composer.tsx';

export function ApplyBar({ task, files }: { task: TaskJson; files: number }) {
  const projects = useProjects().data ?? [];
  const branch = projects.find((project) => project.id === task.project_id)?.branch ?? 'the main version';
  const apply = actionNamed('apply');
  const dismiss = actionNamed('dismiss');
  if (task.state === 'done')
    return (
      <p className="border-line text-ok border-t px-5 py-3 text-sm">
        {task.applied_commit === null
          ? 'Done.'
          : `Part of ${branch} as ${task.applied_commit.slice(0, 10)}${deliveryWords(task)}.`}
      </p>
    );
  if (task.state === 'applying')
    return (
      <p role="status" className="border-line text-accent flex items-center gap-2 border-t px-5 py-3 text-sm">
        <GitMerge className="size-4" aria-hidden /> Merging into {branch} and checking the merged tree …
      </p>
    );
  if (task.state !== 'ready') return null;
  const checks = new Set(task.result?.checks.map((check) => check.name)).size;
  return (
    <div className="border-line bg-surface flex flex-col gap-3 border-t px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-muted min-w-0 flex-1 basis-72 text-sm">
          Apply merges {countWords(files, 'file')} into{' '}
          <strong className="text-text font-medium">{branch}</strong>
          {checks > 0 && ` and runs ${countWords(checks, 'check')} again on the merged tree`}. Only if that
          passes the branch moves; your own uncommitted changes are never touched.
        </p>
        {dismiss !== undefined && <Button onClick={() => void runAction(dismiss, [task])}>Dismiss</Button>}
        {apply !== undefined && task.phase_id === null && (
          <Button tone="primary" onClick={() => void runAction(apply, [task])}>
            <GitMerge className="size-4" aria-hidden /> Apply changes
          </Button>
        )}
      </div>
      <div className="hidden md:block">
        <Composer task={task} />
      </div>
    </div>
  );
}

function deliveryWords({ delivery }: TaskJson): string {
  if (delivery === null) return '';
  if (delivery.kind === 'fast_forwarded') return '; your checkout has it';
  return delivery.kind === 'left_alone' ? `; your checkout was left as it is (${delivery.reason ?? ''})` : '';
}
