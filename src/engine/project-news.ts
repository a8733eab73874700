// What happens to projects, for whoever looks on. It is no part of the log of tasks: who comes later reads the project.
import type { Project } from '../domain/project.ts';

export interface ProjectNews {
  readonly project: Project;
  /** Its settings, by whom, and their version now. */
  readonly change: 'settings';
  readonly by: string;
  readonly version: number;
}
