// What the daemon is set up with, a section at a time. What may be changed through the API is changed here; what stands in a file is
// shown with the place where it stands.
import { Link, useParams } from '@tanstack/react-router';
import { Bot, FolderGit2, KeyRound, LayoutTemplate, Users, Waypoints, Webhook } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { ComponentType, LazyExoticComponent, SVGProps } from 'react';
import { PageHeader } from '../ui/page-header.tsx';

interface Section {
  readonly name: string;
  readonly title: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  readonly view: LazyExoticComponent<ComponentType>;
}

const sections: readonly Section[] = [
  {
    name: 'projects',
    title: 'Projects',
    icon: FolderGit2,
    view: lazy(async () => ({ default: (await import('./projects.tsx')).Projects })),
  },
  {
    name: 'agents',
    title: 'Agents',
    icon: Bot,
    view: lazy(async () => ({ default: (await import('./agents.tsx')).Agents })),
  },
  {
    name: 'subagents',
    title: 'Subagents',
    icon: Waypoints,
    view: lazy(async () => ({ default: (await import('./subagents.tsx')).Subagents })),
  },
  {
    name: 'templates',
    title: 'Templates',
    icon: LayoutTemplate,
    view: lazy(async () => ({ default: (await import('./templates.tsx')).Templates })),
  },
  {
    name: 'people',
    title: 'People',
    icon: Users,
    view: lazy(async () => ({ default: (await import('./people.tsx')).People })),
  },
  {
    name: 'tokens',
    title: 'Tokens',
    icon: KeyRound,
    view: lazy(async () => ({ default: (await import('./tokens.tsx')).Tokens })),
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    icon: Webhook,
    view: lazy(async () => ({ default: (await import('./webhooks.tsx')).Webhooks })),
  },
];

export function SettingsPage() {
  const { section: name } = useParams({ from: '/settings/$section' });
  const section = sections.find((one) => one.name === name);
  const View = section?.view;
  return (
    <>
      <PageHeader title="Settings">
        <nav
          aria-label="Sections of the settings"
          className="-mx-1 flex min-w-0 flex-1 gap-0.5 overflow-x-auto"
        >
          {sections.map(({ name: each, title, icon: Icon }) => (
            <Link
              key={each}
              to="/settings/$section"
              params={{ section: each }}
              className="text-muted hover:bg-hover hover:text-text flex h-8 items-center gap-2 rounded-lg px-2.5 text-sm font-medium"
              activeProps={{ className: '!text-text bg-hover', 'aria-current': 'page' }}
            >
              <Icon className="size-4" aria-hidden /> {title}
            </Link>
          ))}
        </nav>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-4xl px-4 py-5">
          {View === undefined ? (
            <p className="text-muted">There are no settings of that name.</p>
          ) : (
            <Suspense>
              <View />
            </Suspense>
          )}
        </div>
      </div>
    </>
  );
}
