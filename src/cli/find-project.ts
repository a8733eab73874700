// Which project a command means: the one it names, or the one whose repository the person stands in. Looking never adds.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Client } from '../api/client.ts';
import { coderEndpoints } from '../api/coder-endpoints.ts';
import { endpoints } from '../api/endpoints.ts';
import { everyPage } from '../api/every-page.ts';
import { AppError } from '../api/errors.ts';
import type { ProjectAddedJson, ProjectJson } from '../api/schemas.ts';
import { say } from './context.ts';
import type { Context } from './context.ts';
import { sayProposed } from './proposed-commands.ts';
import { isElsewhere } from './remote.ts';
import { sayWarnings } from './say-warnings.ts';

export interface ProjectFlags {
  readonly project?: string;
}

export function allProjects(client: Client): Promise<readonly ProjectJson[]> {
  return everyPage(
    (query) => client.call(endpoints.listProjects, { query }),
    (page) => page.projects,
  );
}

/** The project that is named, or that of the current folder; null when this folder belongs to none. */
export async function findProject(
  context: Context,
  client: Client,
  wanted?: string,
): Promise<ProjectJson | null> {
  const projects = await allProjects(client);
  if (wanted === undefined) return containing(projects, context.cwd);
  return named(context, projects, wanted) ?? notFound(projects, wanted);
}

/** The same, but the repository is added when it is none yet. */
export async function findOrAddProject(
  context: Context,
  client: Client,
  wanted?: string,
): Promise<ProjectJson> {
  const projects = await allProjects(client);
  const known = wanted === undefined ? containing(projects, context.cwd) : named(context, projects, wanted);
  if (known !== null) return known;
  const path = resolve(context.cwd, wanted ?? '.');
  if (wanted !== undefined && !isFolder(path)) return notFound(projects, wanted);
  const project = await client.call(endpoints.addProject, { body: { path } });
  // Another command may have added it since; then that one says so.
  if (project.added) sayAdded(context, project);
  return project;
}

/**
 * The project of a new task. A daemon elsewhere cannot add the folder that somebody stands in here: it says which project it
 * takes for tasks that name none. Throws `invalid_input` where it has several and none is the usual one.
 */
export async function findProjectForTask(
  context: Context,
  client: Client,
  wanted?: string,
): Promise<ProjectJson> {
  if (wanted !== undefined || !(await isElsewhere(context))) return findOrAddProject(context, client, wanted);
  const { projects } = await client.call(endpoints.listProjects);
  const organizations = await client.call(coderEndpoints.listOrganizations, { params: { user: 'me' } });
  const usual = organizations.find((one) => one.is_default)?.id;
  const found = containing(projects, context.cwd) ?? projects.find((project) => project.id === usual);
  if (found !== undefined) return found;
  const names = projects.map((project) => project.name).join(', ');
  throw new AppError(
    'invalid_input',
    `The task could be for several projects of ${client.url}: ${names || 'none yet'}.`,
    {
      next: 'Name one with --project NAME, or set CODER_ORGANIZATION; the setting defaultProject there chooses for everybody.',
    },
  );
}

export function sayAdded(context: Context, project: ProjectAddedJson): void {
  const what = project.added
    ? `added ${project.root} as project ${project.name}`
    : `${project.root} is project ${project.name} already`;
  say(context, `tasklane: ${what} (work is applied to ${project.branch})`);
  sayWarnings(context, project);
  // A daemon of an earlier version does not say it.
  if (project.proposed != null) sayProposed(context, project.proposed);
}

// A name wins over a folder of the same name, unless it is written as a path.
function named(context: Context, projects: readonly ProjectJson[], wanted: string): ProjectJson | null {
  const byName = projects.find((project) => project.name === wanted || project.id === wanted);
  if (byName !== undefined) return byName;
  const path = resolve(context.cwd, wanted);
  return isFolder(path) ? containing(projects, path) : null;
}

// Of another home's projects the path says nothing: there it may be another repository.
// Upwards to the first folder that is a project's root, or to the top of a repository that is none: a repository inside
// a project is not that project.
function containing(projects: readonly ProjectJson[], folder: string): ProjectJson | null {
  let at = realpathSync(folder);
  for (;;) {
    const project = projects.find((project) => project.is_here && project.root === at);
    if (project !== undefined) return project;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return null;
    at = dirname(at);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function notFound(projects: readonly ProjectJson[], wanted: string): never {
  const names = projects.map((project) => project.name);
  throw new AppError('not_found', `There is no project “${wanted}”.`, {
    next:
      names.length === 0
        ? 'Add the repository with `tasklane project add DIR`.'
        : `Name one of: ${names.join(', ')}; or add the repository with \`tasklane project add DIR\`.`,
    details: { wanted, projects: names },
  });
}
