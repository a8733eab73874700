// What the trash works with: the project whose it is, its hub, and the parts of the engine that it needs.
import type { Project } from '../../domain/project.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';

export type TrashDeps = Pick<
  EngineDeps,
  'store' | 'workspaces' | 'settings' | 'branchLock' | 'logDir' | 'home' | 'log' | 'now'
>;

export interface TrashPlace {
  readonly deps: TrashDeps;
  readonly project: Project;
  readonly hub: Hub;
}

export async function placeOf(deps: TrashDeps, project: Project): Promise<TrashPlace> {
  return { deps, project, hub: await deps.workspaces.openHub(project.id, project.root) };
}
