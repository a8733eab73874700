// The addresses of the page. Each page is loaded when it is first opened; the board is there from the start.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { BoardPage } from '../board/board-page.tsx';
import type { BoardSearch } from '../board/board-search.ts';
import { viewOf } from '../task/views.ts';
import type { TaskView } from '../task/views.ts';
import { NotFound } from './not-found.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Shell } from './shell.tsx';

interface TaskSearch {
  readonly view?: Exclude<TaskView, 'thread'>;
  readonly file?: string;
  /** A line of that file, as `new:12` or `old:12`. */
  readonly line?: string;
  /** A check whose outcome is to be seen. */
  readonly check?: string;
  /** The numbers of two variants that are looked at side by side, as `3-7`, or `best`. */
  readonly pair?: string;
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const board = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: BoardPage,
  validateSearch: (search: Readonly<Record<string, unknown>>): BoardSearch => ({
    ...textOf(search, 'project'),
    ...textOf(search, 'q'),
    ...textOf(search, 'agent'),
    ...textOf(search, 'state'),
    ...(search['by'] === 'status' && { by: 'status' }),
  }),
});

const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$task',
  component: lazyRouteComponent(() => import('../task/task-page.tsx'), 'TaskPage'),
  validateSearch: (search: Readonly<Record<string, unknown>>): TaskSearch => ({
    ...viewIn(search['view']),
    ...textOf(search, 'file'),
    ...textOf(search, 'line'),
    ...textOf(search, 'check'),
    ...textOf(search, 'pair'),
  }),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../inbox/inbox-page.tsx'), 'InboxPage'),
});

const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  component: lazyRouteComponent(() => import('../queue/queue-page.tsx'), 'QueuePage'),
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  component: lazyRouteComponent(() => import('../usage/usage-page.tsx'), 'UsagePage'),
});

const graph = createRoute({
  getParentRoute: () => root,
  path: '/graph',
  component: lazyRouteComponent(() => import('../graph/graph-page.tsx'), 'GraphPage'),
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly project?: string } =>
    textOf(search, 'project'),
});

const planning = createRoute({
  getParentRoute: () => root,
  path: '/planning',
  component: lazyRouteComponent(() => import('../planning/planning-page.tsx'), 'PlanningPage'),
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly project?: string } =>
    textOf(search, 'project'),
});

const schedules = createRoute({
  getParentRoute: () => root,
  path: '/planning/schedules',
  component: lazyRouteComponent(() => import('../schedules/schedules-page.tsx'), 'SchedulesPage'),
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly project?: string } =>
    textOf(search, 'project'),
});

const intake = createRoute({
  getParentRoute: () => root,
  path: '/planning/intake',
  component: lazyRouteComponent(() => import('../intake/intake-page.tsx'), 'IntakePage'),
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly project?: string } =>
    textOf(search, 'project'),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  component: lazyRouteComponent(() => import('../jobs/jobs-page.tsx'), 'JobsPage'),
});

const request = createRoute({
  getParentRoute: () => root,
  path: '/planning/$request',
  component: lazyRouteComponent(() => import('../planning/request-page.tsx'), 'RequestPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
});

const trash = createRoute({
  getParentRoute: () => root,
  path: '/trash',
  component: lazyRouteComponent(() => import('../trash/trash-page.tsx'), 'TrashPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    board,
    task,
    inbox,
    queue,
    usage,
    graph,
    jobs,
    planning,
    schedules,
    intake,
    request,
    settings,
    trash,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Trouble error={error} onRetry={() => location.reload()} />,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function viewIn(value: unknown): Pick<TaskSearch, 'view'> {
  const view = viewOf(value);
  return view === null || view === 'thread' ? {} : { view };
}

/** Nothing where the address says nothing: an empty filter is none. */
function textOf<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
): Partial<Record<Name, string>> {
  const value = search[name];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text === '' ? {} : ({ [name]: text } as Partial<Record<Name, string>>);
}
