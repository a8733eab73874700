// What the pages of planning have around them: which of them, and which project.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarClock, FileInput, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProjects } from '../data/queries.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Trouble } from '../ui/trouble.tsx';

const pages = [
  { to: '/planning', label: 'Main thread', icon: MessagesSquare },
  { to: '/planning/schedules', label: 'Schedules', icon: CalendarClock },
  { to: '/planning/intake', label: 'Intake', icon: FileInput },
] as const;

export function PlanningFrame({
  from,
  children,
}: {
  from: (typeof pages)[number]['to'];
  /** Of the project that is chosen. */
  children: (project: string) => ReactNode;
}) {
  const projects = useProjects();
  const { project: chosen } = useSearch({ from });
  const navigate = useNavigate({ from });
  if (projects.data === undefined)
    return projects.error === null ? null : (
      <Trouble error={projects.error} onRetry={() => void projects.refetch()} />
    );
  const project = chosen ?? projects.data[0]?.name;
  return (
    <>
      <PageHeader title="Planning">
        <nav aria-label="Planning" className="-mx-1 flex min-w-0 flex-1 gap-0.5 overflow-x-auto">
          {pages.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              search={chosen === undefined ? {} : { project: chosen }}
              activeOptions={{ exact: true, includeSearch: false }}
              className="text-muted hover:bg-hover hover:text-text flex h-8 shrink-0 items-center gap-2 rounded-lg px-2 text-sm font-medium sm:px-2.5"
              activeProps={{ className: '!text-text bg-hover', 'aria-current': 'page' }}
            >
              <Icon className="hidden size-4 sm:block" aria-hidden /> {label}
            </Link>
          ))}
        </nav>
        {projects.data.length > 1 && (
          <select
            aria-label="Project"
            value={project}
            onChange={(event) => void navigate({ search: { project: event.target.value } })}
            className="border-line hover:bg-hover h-8 max-w-60 rounded-lg border bg-transparent px-2 text-sm"
          >
            {projects.data.map(({ id, name }) => (
              <option key={id}>{name}</option>
            ))}
          </select>
        )}
      </PageHeader>
      {project === undefined ? (
        <Empty icon={<MessagesSquare className="size-5" />} title="No project yet">
          <p>
            Run <code>tasklane project add</code> in a git repository first.
          </p>
        </Empty>
      ) : (
        children(project)
      )}
    </>
  );
}
