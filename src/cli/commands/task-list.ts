// `tasklane task list`.
import { endpoints } from '../../api/endpoints.ts';
import type { ProjectJson, TaskListJson, TaskQueryJson } from '../../api/schemas.ts';
import { AppError } from '../../api/errors.ts';
import type { Client } from '../../api/client.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { TaskFlags } from '../task-ref.ts';
import { taskTable } from '../task-rows.ts';
import { parseSpan } from '../time.ts';

export interface ListFlags extends TaskFlags {
  readonly all?: boolean;
  readonly state?: string;
  readonly agent?: string;
  readonly policy?: NonNullable<TaskQueryJson['policy']>;
  readonly priority?: NonNullable<TaskQueryJson['priority']>;
  readonly phase?: string;
  readonly search?: string;
  readonly since?: string;
  readonly limit?: number;
  readonly quiet?: boolean;
}

export async function listTasks(context: Context, flags: ListFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.all === true ? null : await findProject(context, client, flags.project);
  const list = await read(client, project, flags);
  if (wantsJson(flags)) return printJson(context, list);
  if (list.tasks.length === 0) return say(context, 'No tasks found.');
  if (flags.quiet === true) return print(context, list.tasks.map((task) => task.id).join('\n'));
  const { columns } = context.stdout;
  print(context, taskTable(list.tasks, { withProject: project === null, columns, now: Date.now() }));
  if (list.next_cursor !== null) say(context, 'There are more: --limit shows them.');
}

// A page has at most 500; a greater limit takes several.
async function read(client: Client, project: ProjectJson | null, flags: ListFlags): Promise<TaskListJson> {
  const limit = flags.limit ?? 50;
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
    tasks.push(...page.tasks);
    cursor = page.next_cursor;
  } while (cursor !== null && tasks.length < limit);
  return { tasks, next_cursor: cursor };
}

function filtersOf(flags: ListFlags): TaskQueryJson {
  const { state, agent, policy, priority, phase, search, since } = flags;
  return {
    ...(state !== undefined && { state }),
    ...(agent !== undefined && { agent }),
    ...(policy !== undefined && { policy }),
    ...(priority !== undefined && { priority }),
    ...(phase !== undefined && { phase }),
    ...(search !== undefined && { q: search }),
    ...(since !== undefined && { updated_since: timeOf(since) }),
  };
}

// A time as it stands, or how long ago.
function timeOf(since: string): string {
  const at = /^\d{4}-/.test(since) ? Date.parse(since) : Date.now() - parseSpan(since, '--since');
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new AppError('invalid_input', `--since “${since}” is not a time.`, {
    next: 'Write it like --since 2h or --since 2026-11-21T08:00:00Z.',
  });
}
