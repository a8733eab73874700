// What is known of the repositories, looked at once for each commit: a commit never changes, so neither does its map.
import type { Project } from '../../domain/project.ts';
import { look } from '../../planning/knowledge/look.ts';
import type { Look } from '../../planning/knowledge/look.ts';
import type { ProposedCommands } from '../../planning/knowledge/knowledge.ts';
import type { EngineDeps } from '../deps.ts';
import { requireOwn } from '../own-project.ts';

// The server presents them without knowing who makes them.
export type { Knowledge, ProposedCommands } from '../../planning/knowledge/knowledge.ts';

/** Each holds the paths of a repository; the ones that were asked for last are kept. */
const most = 8;

type Deps = Pick<EngineDeps, 'workspaces' | 'settings' | 'home'>;

export class Maps {
  readonly #deps: Deps;
  readonly #looks = new Map<string, Promise<Look>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Of the commit that tasks of the project start from now. Waits for git; throws what a sync throws, and `other_home`. */
  async of(project: Project): Promise<Look> {
    requireOwn(this.#deps, project);
    const hub = await this.#deps.workspaces.openHub(project.id, project.root);
    const { head } = await hub.sync(project.branch);
    const key = `${project.id} ${head}`;
    const known = this.#looks.get(key) ?? look(hub, head);
    this.#looks.delete(key);
    this.#looks.set(key, known);
    for (const old of [...this.#looks.keys()].slice(0, -most)) this.#looks.delete(old);
    try {
      return await known;
    } catch (error) {
      // A look that failed is no knowledge: the next one tries again.
      this.#looks.delete(key);
      throw error;
    }
  }

  /** Setup and checks that the repository seems to want; null where the configuration says them already. */
  async proposed(project: Project): Promise<ProposedCommands | null> {
    const { setup, checks } = await this.#deps.settings(project);
    if (setup !== null || checks.length > 0) return null;
    const { commands } = (await this.of(project)).knowledge;
    return commands.setup === null && commands.checks.length === 0 ? null : commands;
  }
}
