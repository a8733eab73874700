// A project is one git repository and one branch of it that tasks are applied to.
import type { ProjectId } from './ids.ts';

export interface Project {
  readonly id: ProjectId;
  /** Unique and readable: the folder's name, with a number behind it when that is taken. */
  readonly name: string;
  /** The home that added it and has its files: where several share a store, only that one works on it. */
  readonly home: string;
  /** Absolute, symlink-free path of the person's repository: its work tree, or the bare repository itself. */
  readonly root: string;
  /** The branch that tasks start from and are applied to, without `refs/heads/`. */
  readonly branch: string;
  /** Whether the person allowed this repository's `.tasklane/config.json` to define programs to run. */
  readonly trusted: boolean;
  readonly createdAt: number;
}
