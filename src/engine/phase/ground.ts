// Where a phase's work lies: its project, the project's hub, and who signs commits there.
import { AppError } from '../../domain/errors.ts';
import type { ProjectId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import type { Hub, Identity } from '../../workspaces/workspaces.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { requireOwn } from '../own-project.ts';
import { nobody } from '../run-context.ts';

export interface Ground {
  readonly deps: EngineDeps;
  readonly project: Project;
  readonly settings: Settings;
  readonly hub: Hub;
  readonly author: Identity;
}

export async function groundOf(deps: EngineDeps, id: ProjectId): Promise<Ground> {
  const project = await deps.store.projects.get(id);
  if (project === undefined) throw new AppError('not_found', `The project ${id} was removed.`);
  requireOwn(deps, project);
  const [settings, hub, author] = await Promise.all([
    deps.settings(project),
    deps.workspaces.openHub(project.id, project.root),
    deps.workspaces.repositories.identity(project.root),
  ]);
  return { deps, project, settings, hub, author: author ?? nobody };
}
