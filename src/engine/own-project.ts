// Several homes may share a store. Each sees everything and changes only its own projects: their repositories, hubs and
// copies are on its disk, and only its daemon runs their tasks.
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { EngineDeps } from './deps.ts';
import { findProject } from './find.ts';

type Deps = Pick<EngineDeps, 'store' | 'home'>;

/** Throws `other_home` naming the home that it belongs to. */
export function requireOwn({ home }: Pick<Deps, 'home'>, project: Project): void {
  if (project.home === home) return;
  throw new AppError(
    'other_home',
    `Project ${project.name} belongs to the home ${project.home}, which has its repository (${project.root}); this is ${home}.`,
    {
      next: `Repeat it in the home ${project.home}, or look at it here without changing it.`,
      details: { project: project.id, home: project.home, here: home },
    },
  );
}

/** The same for whatever names its project: a task, a phase. */
export async function requireOwnProjectOf(
  deps: Deps,
  { projectId }: { readonly projectId: ProjectId },
): Promise<void> {
  const project = await deps.store.projects.get(projectId);
  // One that is gone is what the command itself will say.
  if (project !== undefined) requireOwn(deps, project);
}

/** By id or name; throws `not_found` or `other_home`. */
export async function findOwnProject(deps: Deps, ref: string): Promise<Project> {
  const project = await findProject(deps.store, ref);
  requireOwn(deps, project);
  return project;
}
