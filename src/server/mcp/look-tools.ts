// The tools that show what there is: projects, tasks, the queue, templates.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import { projectList } from '../../api/project-schemas.ts';
import * as queueSchemas from '../../api/queue-schemas.ts';
import type { ConflictsJson } from '../../api/queue-schemas.ts';
import { taskStates } from '../../domain/task.ts';
import * as mergeSchemas from '../../api/merge-schemas.ts';
import * as actions from '../../api/task-action-schemas.ts';
import * as schemas from '../../api/task-schemas.ts';
import { template } from '../../api/template-schemas.ts';
import { bounded } from './bounded.ts';
import { at, projectRef, taskPlace } from './task-place.ts';
import { brief, briefOf, sayBrief, sayBriefs } from './task-view.ts';
import { looks, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const limit = z.int().min(1).max(100).optional().describe('At most so many; 20 unless told.');
const defaultLimit = 20;
const { cursor } = actions.taskQuery.shape;
const more = (next: string | null): string => (next === null ? '' : `\nMore with cursor ${next}`);

const listProjects = tool({
  name: 'list_projects',
  title: 'List the projects',
  description: 'The repositories that tasks can be made for, each with the branch that work is applied to.',
  endpoint: endpoints.listProjects,
  hints: looks,
  input: z.strictObject({ cursor }),
  output: projectList,
  work: async (query, desk) => desk.call(endpoints.listProjects, { query }),
  say: ({ projects, next_cursor: next }) =>
    (projects.map(({ name, root, branch }) => `${name}: ${root}, branch ${branch}`).join('\n') ||
      'There is no project yet. A person adds one with: tasklane project add DIR') + more(next),
});

const listTasks = tool({
  name: 'list_tasks',
  title: 'List tasks',
  description:
    'Tasks, newest first, in short. Read on with cursor = next_cursor. For the order in which tasks start see queue.',
  endpoint: endpoints.listTasks,
  hints: looks,
  input: z.strictObject({
    project: projectRef,
    states: z.array(z.enum(taskStates)).min(1).optional().describe('Only tasks in these states.'),
    limit,
    cursor,
  }),
  output: z.object({ tasks: z.array(brief), next_cursor: z.string().nullable() }),
  work: async ({ states, project, cursor: from, ...asked }, desk) => {
    const query = { project, cursor: from, limit: asked.limit ?? defaultLimit, state: states?.join(',') };
    const { tasks, next_cursor } = await desk.call(endpoints.listTasks, { query });
    return { tasks: tasks.map(briefOf), next_cursor };
  },
  say: ({ tasks, next_cursor: next }) => sayBriefs(tasks, 'There are no such tasks.') + more(next),
});

const showTask = tool({
  name: 'show_task',
  title: 'Show a task',
  description:
    'Everything about one task: its prompt, why it waits or failed and what to do about it, and what it did: summary, changed files, and each check with its outcome. cut says what is not in full; the tools diff, task_log and check_log read on.',
  endpoint: endpoints.showTask,
  hints: looks,
  input: z.strictObject(taskPlace),
  output: z.object({
    task: schemas.task,
    next: z.string().describe('What can be done with it now.'),
    cut: z.array(z.string()).describe('What is not in full here.'),
  }),
  work: async (place, desk) => {
    const json = await desk.call(endpoints.showTask, at(place));
    const { value, cut } = bounded(json, { text: 6000, total: 30_000, list: 200 });
    return { task: value, next: briefOf(json).next, cut: [...cut] };
  },
  say: ({ task, next, cut }) =>
    [
      sayBrief(briefOf(task)),
      `Prompt: ${task.prompt}`,
      ...(task.failure === null ? [] : [`Failure: ${task.failure.detail}`]),
      ...(task.result === null ? [] : [`Summary: ${task.result.summary}`]),
      ...(task.result?.files.map((file) => `${file.status} ${file.path}`) ?? []),
      ...(task.result?.checks.map((check) => `check ${check.name} ${check.outcome}: ${check.tail}`) ?? []),
      ...cut.map((one) => `Cut: ${one}`),
      next,
    ].join('\n'),
});

const queue = tool({
  name: 'queue',
  title: 'Show the queue',
  description:
    'What runs, and what waits in the order in which it would start, each with the reason why it waits. A task with a hold is not simply next in line.',
  endpoint: endpoints.queue,
  hints: looks,
  input: z.strictObject({ project: projectRef, limit }),
  output: z.object({
    ...queueSchemas.queue.omit({ waiting: true, running: true, last_event: true }).shape,
    running: z.array(brief),
    waiting: z.array(brief).describe('In the order in which they would start.'),
    position: z.int().describe('Of this answer, for watch.'),
  }),
  work: async ({ project, limit: most = defaultLimit }, desk) => {
    const query = { project, limit: most };
    const { waiting, running, last_event, ...rest } = await desk.call(endpoints.queue, { query });
    return {
      ...rest,
      running: running.slice(0, 100).map(briefOf),
      waiting: waiting.map(briefOf),
      position: last_event,
    };
  },
  say: ({ running, waiting, total, agents, pressure }) =>
    [
      `${agents.busy} of ${agents.limit} agents busy${pressure === null ? '' : `; ${pressure}`}`,
      sayBriefs(running, 'Nothing runs.'),
      total > waiting.length ? `Of ${total} that wait, the first ${waiting.length}:` : `${total} wait.`,
      sayBriefs(waiting, ''),
    ]
      .join('\n')
      .trimEnd(),
});

type ConflictFile = ConflictsJson['projects'][number]['conflicts'][number]['files'][number];

function fileText({ path, kind, resolution }: ConflictFile): string {
  return `${path} (${kind}${resolution === null ? '' : ', would be resolved as before'})`;
}

const conflicts = tool({
  name: 'conflicts',
  title: 'Show which work does not go together',
  description:
    'Before anything is applied: which tasks, under way or ready, conflict with the branch or with each other, in which files and lines, and what would be resolved as it was before. Nothing is changed.',
  endpoint: endpoints.queueConflicts,
  hints: looks,
  input: z.strictObject({ project: projectRef, task: queueSchemas.conflictQuery.shape.task }),
  output: z.object({ ...queueSchemas.conflicts.shape, cut: z.array(z.string()) }),
  work: async (query, desk) => {
    const json = await desk.call(endpoints.queueConflicts, { query });
    const { value, cut } = bounded(json, { text: 1000, total: 30_000, list: 100 });
    return { ...value, cut: [...cut] };
  },
  say: ({ projects, cut }) =>
    [
      ...projects.flatMap((one) =>
        one.conflicts.map(({ task, other, files, reason }) => {
          const who = `#${other.number} ${other.name} and ${task === null ? one.branch : `#${task.number} ${task.name}`}`;
          return `${who} (${one.project_name}): ${reason ?? files.map(fileText).join(', ')}`;
        }),
      ),
      ...cut.map((one) => `Cut: ${one}`),
    ].join('\n') || 'All work goes together.',
});

const mergeQueue = tool({
  name: 'merge_queue',
  title: 'Show the merge queue',
  description:
    'The tasks that were applied and wait to come to the branch, in the order in which they land, and which of them are being checked.',
  endpoint: endpoints.mergeQueue,
  hints: looks,
  input: z.strictObject({ project: projectRef }),
  output: mergeSchemas.mergeQueues,
  work: async (query, desk) => desk.call(endpoints.mergeQueue, { query }),
  say: ({ queues }) =>
    queues
      .flatMap(({ project_name: name, branch, entries }) =>
        entries.map(
          (one) => `${one.position}. #${one.number} ${one.name} [${one.step}] to ${branch} (project ${name})`,
        ),
      )
      .join('\n') || 'Nothing waits to be merged.',
});

const listTemplates = tool({
  name: 'list_templates',
  title: 'List the templates',
  description: 'What a task can be made from: create_task takes the name as template.',
  endpoint: endpoints.listTemplates,
  hints: looks,
  input: z.strictObject({ cursor }),
  output: z.object({
    next_cursor: z.string().nullable(),
    templates: z.array(
      template.pick({ id: true, name: true, display_name: true, description: true, active_version: true }),
    ),
  }),
  work: async (query, desk) => {
    const { templates, next_cursor } = await desk.call(endpoints.listTemplates, { query });
    const shown = templates.map(({ id, name, display_name, description, active_version }) => ({
      id,
      name,
      display_name,
      description: description.slice(0, 500),
      active_version,
    }));
    return { templates: shown, next_cursor };
  },
  say: ({ templates, next_cursor: next }) =>
    (templates.map(({ name, description }) => `${name}: ${description}`).join('\n') || 'There is none.') +
    more(next),
});

export const lookTools: readonly Tool[] = [
  listProjects,
  listTasks,
  showTask,
  queue,
  conflicts,
  mergeQueue,
  listTemplates,
];
