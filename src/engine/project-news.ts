// What happens to projects, for whoever looks on. It is no part of the log of tasks: who comes later reads the project.
import type { Project } from '../domain/project.ts';

export interface ProjectNews {
  readonly project: Project;
  /** Its settings, by whom, and their version now. */
  readonly change: 'settings';
  readonly by: string;
  readonly version: number;
}

type Listener = (news: ProjectNews) => void;

export class ProjectDesk {
  readonly #listeners = new Set<Listener>();

  /** Returns how to stop listening. The listener must not throw. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(news: ProjectNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
