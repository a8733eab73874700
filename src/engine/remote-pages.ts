// Links to where applied work can be seen in a browser. The address of a remote changes rarely and is asked for with every
// task that is shown, so it is kept for a minute.
import { linksFor } from '../domain/git-host.ts';
import type { GitHost, Links } from '../domain/git-host.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';

interface Known {
  readonly at: number;
  readonly address: string | null;
  readonly host: GitHost | null;
}

const keptMs = 60_000;

export class RemotePages {
  readonly #deps: EngineDeps;
  readonly #known = new Map<string, Known>();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Null for a task that is not applied, or whose remote has no pages that we know. They are there once it is pushed. */
  async linksOf(task: Task): Promise<Links | null> {
    if (task.state !== 'done' || task.commit === null || task.result === null) return null;
    const project = await this.#deps.store.projects.get(task.projectId);
    if (project === undefined || project.home !== this.#deps.home) return null;
    const { address, host } = await this.#look(project);
    if (address === null) return null;
    const { commit, result } = task;
    return linksFor(address, host, { commit, from: result.base, to: commit, branch: project.branch });
  }

  async #look(project: Project): Promise<Known> {
    const now = this.#deps.now();
    const known = this.#known.get(project.id);
    if (known !== undefined && Math.abs(now - known.at) < keptMs) return known;
    const { pages } = await this.#deps.settings(project);
    const address = await this.#deps.workspaces.repositories
      .remoteAddress(project.root, pages.remote)
      // A repository that is gone has no pages; whoever needs it says so.
      .catch(() => null);
    const found = { at: now, address, host: pages.host };
    this.#known.set(project.id, found);
    return found;
  }
}
