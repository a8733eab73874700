import { Link } from '@tanstack/react-router';
import { ChartNoAxesColumn, Inbox, Kanban, ListOrdered, MessagesSquare, Plus, Search } from 'lucide-react';
import type { ComponentType, SVGProps } from 'react';
import { overlays } from '../palette/overlays.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Logo } from '../ui/logo.tsx';
import { ProjectLinks } from './project-links.tsx';
import { PersonMenu } from './person-menu.tsx';

interface Page {
  readonly to: '/' | '/planning' | '/inbox' | '/queue' | '/usage';
  readonly label: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
}

const pages: readonly Page[] = [
  { to: '/', label: 'Board', icon: Kanban },
  { to: '/planning', label: 'Planning', icon: MessagesSquare },
  { to: '/inbox', label: 'Inbox', icon: Inbox },
  { to: '/queue', label: 'Queue', icon: ListOrdered },
  { to: '/usage', label: 'Usage', icon: ChartNoAxesColumn },
];

/** A side bar; on a phone a bar at the bottom. */
export function Navigation({ attention }: { attention: number }) {
  return (
    <nav
      aria-label="Main"
      className="border-line bg-sunken flex shrink-0 border-t pb-[env(safe-area-inset-bottom)] md:w-56 md:flex-col md:border-t-0 md:border-r md:pb-0"
    >
      <div className="hidden items-center gap-2.5 px-4 pt-4 pb-3 md:flex">
        <Logo className="size-6" />
        <span className="text-[0.9375rem] font-semibold tracking-tight">Tasklane</span>
      </div>
      <div className="hidden flex-col gap-1 px-2.5 pb-3 md:flex">
        <button
          type="button"
          onClick={() => overlays.open('new-task')}
          className="bg-surface border-line-strong shadow-card hover:bg-hover flex h-8 items-center gap-2 rounded-lg border px-2.5 text-sm font-medium"
        >
          <Plus className="size-4" aria-hidden /> <span className="flex-1 text-left">New task</span>{' '}
          <Kbd>C</Kbd>
        </button>
        <button
          type="button"
          onClick={() => overlays.open('palette')}
          className="text-muted hover:bg-hover flex h-8 items-center gap-2 rounded-lg px-2.5 text-sm"
        >
          <Search className="size-4" aria-hidden /> <span className="flex-1 text-left">Search</span>{' '}
          <Kbd>⌘K</Kbd>
        </button>
      </div>
      <ul className="flex flex-1 justify-around gap-0.5 md:flex-none md:flex-col md:px-2.5">
        {pages.map((page) => (
          <li key={page.to}>
            <PageLink page={page} count={page.to === '/inbox' ? attention : 0} />
          </li>
        ))}
        <li className="md:hidden">
          <button
            type="button"
            onClick={() => overlays.open('new-task')}
            className="text-accent flex flex-col items-center gap-0.5 px-1.5 py-2 text-2xs font-medium sm:px-3"
          >
            <Plus className="size-5" aria-hidden /> New
          </button>
        </li>
      </ul>
      <ProjectLinks />
      <PersonMenu />
    </nav>
  );
}

function PageLink({ page: { to, label, icon: Icon }, count }: { page: Page; count: number }) {
  return (
    <Link
      to={to}
      // The board is at the root of all of them.
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className="text-muted hover:text-text md:hover:bg-hover relative flex flex-col items-center gap-0.5 rounded-lg px-1.5 py-2 text-2xs font-medium sm:px-3 md:h-8 md:flex-row md:gap-2.5 md:px-2.5 md:py-0 md:text-sm"
      activeProps={{ className: '!text-text md:bg-hover', 'aria-current': 'page' }}
    >
      <Icon className="size-5 md:size-4" aria-hidden />
      <span className="md:flex-1">{label}</span>
      {count > 0 && (
        <span
          className="bg-accent-fill text-on-accent absolute top-1 right-1 grid h-4 min-w-4 place-items-center rounded-full px-1 text-2xs font-semibold md:static md:h-5 md:min-w-5"
          aria-label={`${count} need you`}
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  );
}
