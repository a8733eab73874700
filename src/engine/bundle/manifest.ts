// What the first file of a bundle says. The format is described in docs/replay.md; a change that an older reader would
// misread raises the version.
import type { TaskState } from '../../domain/task.ts';

export const bundleFormat = 'tasklane-bundle';
export const bundleVersion = 1;

export const manifestName = 'bundle.json';
/** The last file: without it something is missing. */
export const endName = 'end.json';

export interface Manifest {
  readonly format: typeof bundleFormat;
  readonly version: number;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly task: {
    readonly id: string;
    readonly number: number;
    readonly name: string;
    readonly title: string;
    readonly state: TaskState;
    readonly agent: string;
    readonly model: string | null;
  };
  readonly versions: {
    readonly tasklane: string;
    readonly node: string;
    readonly git: string;
    readonly platform: string;
    /** What each attempt's agent said of itself, where it said something. */
    readonly agents: readonly {
      readonly attempt: number;
      readonly agent: string;
      readonly says: string | null;
    }[];
  };
}
