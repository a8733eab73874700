// How a conflict came to be resolved, in words.
import type { ResolutionJson, TaskConflictsJson } from '../api/resolution-schemas.ts';

export const sourceWords: Readonly<Record<ResolutionJson['source'], string>> = {
  history: 'an earlier merge',
  driver: 'a merge driver',
  agent: 'an agent',
};

type Outcome = NonNullable<TaskConflictsJson['files'][number]['outcome']>;

/** Said where there are no lines to be shown. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  deleted: 'The file is deleted.',
  branch: 'The version of the branch was taken.',
  task: 'The version of the task was taken.',
  before: 'The version from before both was taken.',
  new: 'A new version was made.',
};
