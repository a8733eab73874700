// Where the subagents of a project and of the person are.
import { projectFolders, userFolders } from '../agents/subagents/folders.ts';
import { SubagentLibrary } from '../agents/subagents/library.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { findOwnProject } from '../engine/own-project.ts';
import type { SubagentsOf } from '../server/subagent-routes.ts';

/** `personHome`: undefined where the daemon has no HOME. */
export function subagentsOf(
  deps: Pick<EngineDeps, 'store' | 'home'>,
  personHome: string | undefined,
): SubagentsOf {
  return async (project) => {
    const personal = personHome === undefined ? [] : userFolders(personHome);
    if (project === null) return new SubagentLibrary(personal);
    const { root } = await findOwnProject(deps, project);
    return new SubagentLibrary([...projectFolders(root), ...personal]);
  };
}
