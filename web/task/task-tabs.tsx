import { Link } from '@tanstack/react-router';
import { isForeknown } from '../../src/api/states.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { taskViews, viewNames } from './views.ts';
import type { TaskView } from './views.ts';

export function TaskTabs({ task, view }: { task: TaskJson; view: TaskView }) {
  const open = task.conflicts?.filter((conflict) => !isForeknown(conflict)).length ?? 0;
  const counts: Partial<Record<TaskView, number | undefined>> = {
    review: task.result?.files.length,
    conflicts: open === 0 ? undefined : open,
  };
  return (
    <nav
      aria-label="Views of the task"
      className="border-line flex gap-5 overflow-x-auto overflow-y-hidden border-b px-4 md:px-6"
    >
      {taskViews.map((each) => (
        <Link
          key={each}
          to="/tasks/$task"
          params={{ task: task.id }}
          search={each === 'thread' ? {} : { view: each }}
          aria-current={each === view ? 'page' : undefined}
          className={`flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-1 text-sm font-medium ${each === view ? 'border-accent text-text' : 'text-muted hover:text-text border-transparent'}`}
        >
          {viewNames[each]}
          {counts[each] !== undefined && (
            <span
              className={`rounded-full px-1.5 text-xs tabular-nums ${each === 'conflicts' ? 'bg-warn-soft text-warn' : 'bg-hover text-muted'}`}
            >
              {counts[each]}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
