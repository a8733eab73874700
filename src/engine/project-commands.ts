// What people do with projects.
import { basename } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { projectId } from '../domain/ids.ts';
import { mergeOf } from '../domain/merge-entry.ts';
import { firstFree, slug } from '../domain/names.ts';
import type { Project } from '../domain/project.ts';
import { isLive } from '../domain/task.ts';
import { isRemoteAddress, nameInAddress } from '../lib/remote-address.ts';
import type { RepositoryInfo } from '../workspaces/workspaces.ts';
import type { EngineDeps } from './deps.ts';
import { findOwnProject } from './own-project.ts';

export interface AddProject {
  /** A folder in it, or the address of one that is elsewhere. */
  readonly path: string;
  readonly name?: string | undefined;
  readonly branch?: string | undefined;
  readonly trusted?: boolean | undefined;
}

export interface ProjectView {
  readonly project: Project;
  /** What does not work as one would expect, in whole sentences. */
  readonly warnings: readonly string[];
}

export interface AddedProject extends ProjectView {
  /** Whether it was added now; false = it was a project already. */
  readonly added: boolean;
}

/** Adds the repository that `path` lies in, or returns (and updates) the project that it already is. */
export async function addProject(deps: EngineDeps, input: AddProject): Promise<AddedProject> {
  const { repositories } = deps.workspaces;
  const isRemote = isRemoteAddress(input.path);
  const path = isRemote ? await repositories.clone(input.path, input.branch) : input.path;
  const info = await repositories.inspect(path);
  const known = await deps.store.projects.byRoot(info.root, deps.home);
  const project = known === undefined ? await insert(deps, input, info) : await update(deps, known, input);
  const settings = await deps.settings(project);
  return { project, added: known === undefined, warnings: [...info.warnings, ...settings.warnings] };
}

export async function viewOf(deps: EngineDeps, project: Project): Promise<ProjectView> {
  // What its repository says can only be read where that is.
  if (project.home !== deps.home) return { project, warnings: [] };
  return { project, warnings: (await deps.settings(project)).warnings };
}

async function insert(deps: EngineDeps, input: AddProject, info: RepositoryInfo): Promise<Project> {
  const branch = input.branch ?? info.branch;
  if (branch === null)
    throw new AppError(
      'unsupported_repository',
      `HEAD of ${info.root} is detached, so there is no branch to apply work to.`,
      {
        next: `Check out a branch, or name one: \`tasklane project add ${info.root} --branch NAME\`.`,
      },
    );
  const taken = new Set((await deps.store.projects.list()).map((project) => project.name));
  const project: Project = {
    id: projectId(deps.newId()),
    name: input.name ?? firstFree(slug(nameOf(input, info)), (name) => taken.has(name)),
    home: deps.home,
    root: info.root,
    branch,
    trusted: input.trusted ?? false,
    createdAt: deps.now(),
  };
  await proveUsable(deps, project);
  await deps.store.projects.insert(project);
  return project;
}

function nameOf({ path }: AddProject, { root }: RepositoryInfo): string {
  return isRemoteAddress(path) ? nameInAddress(path) : basename(root, '.git');
}

// Everything that can refuse is tried before the project is stored; what was made for it goes away again.
async function proveUsable(deps: EngineDeps, project: Project): Promise<void> {
  try {
    const hub = await deps.workspaces.openHub(project.id, project.root);
    await hub.sync(project.branch);
    await deps.settings(project);
  } catch (error) {
    await deps.workspaces.removeProject(project.id);
    throw error;
  }
}

async function update(deps: EngineDeps, project: Project, input: AddProject): Promise<Project> {
  const patch = {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.branch !== undefined && { branch: input.branch }),
    ...(input.trusted !== undefined && { trusted: input.trusted }),
  };
  if (Object.keys(patch).length === 0) return project;
  if (input.branch !== undefined) {
    const hub = await deps.workspaces.openHub(project.id, project.root);
    await hub.sync(input.branch);
  }
  return deps.store.projects.update(project.id, patch);
}

/** Removes the project, its tasks and copies. The repository, its branches included, is left as it is. */
export async function removeProject(deps: EngineDeps, ref: string): Promise<void> {
  const project = await findOwnProject(deps, ref);
  const tasks = await deps.store.tasks.list({ projectId: project.id });
  const busy = tasks.filter(
    (task) => isLive(task) || task.state === 'applying' || task.state === 'queued' || mergeOf(task) !== null,
  );
  if (busy.length > 0)
    throw new AppError('invalid_transition', `Project ${project.name} has ${busy.length} unfinished tasks.`, {
      next: `Cancel them first: ${busy.map((task) => task.name).join(', ')}`,
      details: { tasks: busy.map((task) => task.id) },
    });
  await deps.store.projects.remove(project.id);
  await deps.workspaces.removeProject(project.id);
  // Our own clone of a remote; where it came from stays.
  if (deps.workspaces.repositories.isClone(project.root)) await deps.workspaces.remove(project.root);
}
