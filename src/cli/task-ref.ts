// From what a person types to the task: a number (of one project), a name (of this project, else of any), or an id.
import type { Client } from '../api/client.ts';
import { coderEndpoints } from '../api/coder-endpoints.ts';
import { endpoints } from '../api/endpoints.ts';
import { AppError } from '../api/errors.ts';
import type { ProjectJson, TaskJson } from '../api/schemas.ts';
import type { Context, OutputFlags } from './context.ts';
import { findProject } from './find-project.ts';
import type { ProjectFlags } from './find-project.ts';

export interface TaskFlags extends OutputFlags, ProjectFlags {}

/** Throws `not_found` with how to see what there is, and `invalid_input` for a number without a project. */
export async function findTask(
  context: Context,
  client: Client,
  ref: string,
  flags: ProjectFlags,
): Promise<TaskJson> {
  const wanted = ref.replace(/^#/, '');
  if (wanted === '')
    throw new AppError('invalid_input', 'The task is named by an empty text.', { next: seeList });
  if (isId(wanted)) return show(client, wanted);
  if (wanted.includes('/')) return findOwned(client, wanted);
  const project = await findProject(context, client, flags.project);
  if (project !== null) return findIn(client, project, wanted, flags.project === undefined);
  if (!isNumber(wanted)) return show(client, wanted);
  throw new AppError(
    'invalid_input',
    `Number ${wanted} does not say which task, because this folder is no project.`,
    {
      next: `Add --project DIR (or its name), or use the name or the id of the task: \`tasklane task list --all\`.`,
    },
  );
}

/** `owner/name`, as Coder writes it. */
async function findOwned(client: Client, wanted: string): Promise<TaskJson> {
  const [owner = '', name = '', ...rest] = wanted.split('/');
  if (rest.length > 0 || owner === '' || name === '')
    throw new AppError('invalid_input', `invalid task identifier: “${wanted}”`, {
      next: 'Name a task as NAME, OWNER/NAME, or by its id.',
    });
  const params = { user: owner, task: name };
  const { id } = await client.call(coderEndpoints.showTask, { params });
  return show(client, id);
}

const seeList = 'See `tasklane task list --all`.';

async function findIn(
  client: Client,
  project: ProjectJson,
  wanted: string,
  mayLookElsewhere: boolean,
): Promise<TaskJson> {
  try {
    return await show(client, wanted, project.id);
  } catch (error) {
    const isElsewhere = mayLookElsewhere && !isNumber(wanted) && isNotFound(error);
    if (!isElsewhere) throw error;
    return show(client, wanted);
  }
}

function show(client: Client, task: string, project?: string): Promise<TaskJson> {
  return client.call(endpoints.showTask, {
    params: { task },
    query: project === undefined ? {} : { project },
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

function isNumber(ref: string): boolean {
  return /^\d+$/.test(ref);
}

function isId(ref: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(ref);
}
