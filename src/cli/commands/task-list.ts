// `tasklane task list`: one row a task, with the columns of Coder's command line.
import type { Client } from '../../api/client.ts';
import { coderEndpoints } from '../../api/coder-endpoints.ts';
import type { CoderTaskJson } from '../../api/coder-schemas.ts';
import { coderView } from '../../api/coder-view.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { ProjectJson, TaskJson, TaskListJson } from '../../api/schemas.ts';
import { listColumns, readColumns, taskTable } from '../coder-columns.ts';
import { print, printJson, say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { TableFlags } from '../flags.ts';
import { filtersOf } from '../list-filters.ts';
import type { FilterFlags } from '../list-filters.ts';
import { isElsewhere } from '../remote.ts';

export interface ListFlags extends TableFlags, FilterFlags {
  readonly project?: string;
  readonly org?: string;
  readonly all?: boolean;
  readonly allProjects?: boolean;
  readonly user?: string;
  readonly status?: string;
  readonly limit?: number;
  readonly quiet?: boolean;
}

export async function listTasks(context: Context, flags: ListFlags): Promise<void> {
  const columns = readColumns(flags.column, listColumns);
  const client = await openClient(context);
  const project = await projectOf(context, client, flags);
  const fits = await filterOf(context, client, flags);
  const list = await read(client, project, flags, { fits, limit: flags.limit ?? usualLimit(context) });
  const tasks = context.isCoder ? list.tasks.toSorted(byName) : list.tasks;
  if (flags.json === true) return printJson(context, { ...list, tasks });
  if (flags.output === 'json') return printJson(context, await inCoderJson(client, tasks));
  if (tasks.length === 0) return say(context, 'No tasks found.');
  if (flags.quiet === true) return print(context, tasks.map((task) => task.id).join('\n'));
  const { columns: width } = context.stdout;
  print(context, taskTable(tasks, { columns, width, now: Date.now(), inCoderWords: context.isCoder }));
  if (list.next_cursor !== null) say(context, 'There are more: --limit shows them.');
}

function usualLimit({ isCoder }: Context): number {
  return isCoder ? Infinity : 50;
}

function byName(one: TaskJson, other: TaskJson): number {
  return one.name < other.name ? -1 : 1;
}

// Where the server is named by its address, the folder that somebody stands in says nothing about what they mean.
async function projectOf(context: Context, client: Client, flags: ListFlags): Promise<ProjectJson | null> {
  const named = flags.project ?? flags.org;
  if (named !== undefined) return findProject(context, client, named);
  const isEverywhere = flags.all === true || flags.allProjects === true || (await isElsewhere(context));
  return isEverywhere ? null : findProject(context, client);
}

/** Tasks of somebody: one's own, as in Coder, unless another person or all of them are wanted. */
async function filterOf(
  context: Context,
  client: Client,
  flags: ListFlags,
): Promise<(task: TaskJson) => boolean> {
  const owner = flags.all === true || flags.allProjects === true ? null : await ownerOf(client, flags.user);
  return (task) =>
    (owner === null || task.owner === null || task.owner === owner) &&
    (flags.status === undefined || coderView(task).status === flags.status) &&
    !(context.isCoder && task.state === 'draft');
}

async function ownerOf(client: Client, user: string | undefined): Promise<string> {
  if (user !== undefined && user !== 'me') return user.toLowerCase();
  return (await client.call(endpoints.whoAmI)).user.name;
}

// A page has at most 500; a greater limit takes several.
async function read(
  client: Client,
  project: ProjectJson | null,
  flags: ListFlags,
  { fits, limit }: { readonly fits: (task: TaskJson) => boolean; readonly limit: number },
): Promise<TaskListJson> {
  const filters = filtersOf(flags);
  const tasks: TaskListJson['tasks'] = [];
  let cursor: string | null = null;
  do {
    const page: TaskListJson = await client.call(endpoints.listTasks, {
      query: {
        limit: Math.min(500, limit - tasks.length),
        ...(project !== null && { project: project.id }),
        ...filters,
        ...(cursor !== null && { cursor }),
      },
    });
    tasks.push(...page.tasks.filter(fits));
    cursor = page.next_cursor;
  } while (cursor !== null && tasks.length < limit);
  return { tasks, next_cursor: cursor };
}

async function inCoderJson(client: Client, wanted: readonly TaskJson[]): Promise<readonly CoderTaskJson[]> {
  const { tasks } = await client.call(coderEndpoints.listTasks);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return wanted.flatMap(({ id }) => byId.get(id) ?? []);
}
