// Where a project's pull requests go: the repository on its host, and the branch there as the target of what is merged.
import { AppError } from '../../domain/errors.ts';
import type { PullRequestHost } from '../../hosts/host.ts';
import type { Ground } from '../phase/ground.ts';
import type { Target } from '../target.ts';

/** Throws `host_failed` when the remote is not there or nobody can be asked. */
export async function hostOf({
  deps,
  project,
  settings,
}: Pick<Ground, 'deps' | 'project' | 'settings'>): Promise<PullRequestHost> {
  const { remote, host, tokenFor } = settings.pullRequests;
  const address = await deps.workspaces.repositories.remoteAddress(project.root, remote);
  if (address === null)
    throw new AppError('host_failed', `The repository of ${project.name} has no remote ${remote}.`, {
      next: `Add it there with \`git remote add ${remote} ADDRESS\`, or set pushRemote to another one.`,
      details: { failureKind: 'other', remote },
    });
  return deps.openHost({ remote: address, host, tokenFor });
}

/** The branch on the remote is what counts, whether applied work is pushed otherwise or not. */
export function targetOf({ hub, project, settings }: Ground): Target {
  const { remote, branch } = settings.pullRequests;
  return { hub, project, settings: { push: { remote, branch } } };
}

/** The branch there that work is to come to. */
export function intoOf({ project, settings }: Pick<Ground, 'project' | 'settings'>): string {
  return settings.pullRequests.branch ?? project.branch;
}
