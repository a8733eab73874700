// The limits of agents at once, as the dispatcher asks for them: at once, in the middle of a choice, without reading a
// file. So what a configuration said is kept from the last time it was read, which is whenever anything is done in a project.
import type { EffectiveConfig } from '../config.ts';
import type { Limits } from '../domain/hold.ts';
import type { Project } from '../domain/project.ts';

export class SlotLimits implements Limits {
  #all: number;
  readonly #ofProject = new Map<string, number | null>();

  constructor(config: EffectiveConfig) {
    this.#all = config.limits.all;
  }

  get all(): number {
    return this.#all;
  }

  readonly project = (projectId: string): number | null => this.#ofProject.get(projectId) ?? null;

  /** Follows a configuration that was just read. */
  see(project: Project | null, config: EffectiveConfig): void {
    this.#all = config.limits.all;
    if (project !== null) this.#ofProject.set(project.id, config.limits.project);
  }
}
