// The tools about what is not wanted any more: deleting a task, and what can be had back. Emptying the trash has none: what is
// gone for good then is for a person to decide.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as actions from '../../api/task-action-schemas.ts';
import * as t from '../../api/trash-schemas.ts';
import { bounded } from './bounded.ts';
import { at, projectOf, projectRef, taskPlace } from './task-place.ts';
import { decides, looks, sets, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const project = projectRef.describe('Name or id of a project; not needed while there is only one.');

const deleteTask = tool({
  name: 'delete_task',
  title: 'Delete a task',
  description: 'Takes a task that is at rest away, with its copy. Its work stays in the trash for a while.',
  endpoint: endpoints.deleteTask,
  hints: decides,
  input: z.strictObject({ ...taskPlace, ...actions.action.shape }),
  output: z.object({ deleted: z.string().describe('As it was named.') }),
  work: async ({ version, ...place }, desk) => {
    const headers = version === undefined ? undefined : { 'if-match': String(version) };
    await desk.call(endpoints.deleteTask, { ...at(place), ...(headers !== undefined && { headers }) });
    return { deleted: String(place.task) };
  },
  say: ({ deleted }) => `Task ${deleted} is in the trash; restore_trash takes it out again.`,
});

const listTrash = tool({
  name: 'list_trash',
  title: 'List the trash of a project',
  description:
    'Deleted, cancelled and dismissed work that can be had back with restore_trash, and until when; also what was found that belongs to no task.',
  endpoint: endpoints.listTrash,
  hints: looks,
  input: z.strictObject({ project }),
  output: t.trash.extend({ cut: z.array(z.string()).describe('What is not in full here.') }),
  work: async (given, desk) => {
    const params = { project: await projectOf(desk, given.project) };
    const json = await desk.call(endpoints.listTrash, { params });
    const { value, cut } = bounded(json, { text: 1000, total: 30_000, list: 100 });
    return { ...value, cut: [...cut] };
  },
  say: ({ entries, orphans }) =>
    [
      ...entries.map(
        (one) =>
          `#${one.number} ${one.name} [${one.reason}] ${one.title}; ${one.bytes} bytes, kept until ${one.kept_until}`,
      ),
      ...orphans.map((one) => `${one.id} [${one.kind} of no task] ${one.bytes} bytes`),
    ].join('\n') || 'The trash is empty.',
});

const restoreTrash = tool({
  name: 'restore_trash',
  title: 'Restore something from the trash',
  description:
    'Takes a task out of the trash, as it was; or, with branch, makes a branch with its newest commit and leaves it there.',
  endpoint: endpoints.restoreTrash,
  hints: sets,
  input: z.strictObject({ project, ...t.trashRestore.shape }),
  output: t.trashRestored,
  work: async ({ project: named, ...body }, desk) => {
    const params = { project: await projectOf(desk, named) };
    return desk.call(endpoints.restoreTrash, { params, body });
  },
  say: ({ task, branch }) =>
    branch === null
      ? `#${task?.number ?? ''} ${task?.name ?? ''} is ${task?.state ?? 'there'} again.`
      : `The branch ${branch} has its newest commit.`,
});

export const keepTools: readonly Tool[] = [deleteTask, listTrash, restoreTrash];
