import { Link } from '@tanstack/react-router';
import { Folder, Folders } from 'lucide-react';
import { useProjects } from '../data/queries.ts';

const look =
  'text-muted hover:text-text hover:bg-hover flex h-7 items-center gap-2.5 rounded-lg px-2.5 text-sm';
const active = { className: '!text-text bg-hover font-medium', 'aria-current': 'true' } as const;

/** One board for each project, and one for all of them. */
export function ProjectLinks() {
  const projects = useProjects().data ?? [];
  if (projects.length < 2) return <div className="hidden flex-1 md:block" />;
  return (
    <div className="hidden min-h-0 flex-1 flex-col px-2.5 pt-5 md:flex">
      <h2 className="text-faint px-2.5 pb-1 text-xs font-medium">Projects</h2>
      <ul className="min-h-0 flex-1 overflow-y-auto">
        <li>
          <Link
            to="/"
            search={{}}
            activeOptions={{ exact: true, includeSearch: true }}
            className={look}
            activeProps={active}
          >
            <Folders className="size-4 shrink-0" aria-hidden /> All projects
          </Link>
        </li>
        {projects.map((project) => (
          <li key={project.id}>
            <Link
              to="/"
              search={{ project: project.name }}
              activeOptions={{ includeSearch: true }}
              className={look}
              activeProps={active}
            >
              <Folder className="size-4 shrink-0" aria-hidden />
              <span className="untrusted truncate">{project.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
