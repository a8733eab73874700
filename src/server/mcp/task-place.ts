// How a tool names a task: the same three ways as everywhere, and the project only where it is needed.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import type { TaskScopeJson } from '../../api/schemas.ts';
import { AppError } from '../../domain/errors.ts';
import type { Desk } from './tool.ts';

const text = z.string().min(1).max(200);

export const projectRef = text.optional().describe('Name or id of a project.');

export const taskPlace = {
  task: z.union([z.int().positive(), text]).describe('Number, name or id of the task.'),
  project: text.optional().describe('Name or id of its project, where several have such a task.'),
};
interface Place {
  readonly task: string | number;
  readonly project?: string | undefined;
}

/** As the calls on one task take it. */
export function at({ task, project }: Place): {
  readonly params: { readonly task: string };
  readonly query: TaskScopeJson;
} {
  return { params: { task: String(task) }, query: { project } };
}

/** The project that is named, or the only one there is. Throws `ambiguous`, `not_found`. */
export async function projectOf(desk: Desk, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { projects } = await desk.call(endpoints.listProjects);
  const [only, ...others] = projects;
  if (only === undefined)
    throw new AppError('not_found', 'There is no project yet.', {
      next: 'A person adds one with: tasklane project add DIR',
    });
  if (others.length === 0) return only.id;
  throw new AppError('ambiguous', `There are ${projects.length} projects; say which.`, {
    next: `Set project to one of: ${projects.map((project) => project.name).join(', ')}.`,
    details: { projects: projects.map((project) => project.name) },
  });
}
