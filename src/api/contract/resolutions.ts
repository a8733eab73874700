// The calls about the memory of conflicts.
import { endpoints as at } from '../endpoints.ts';
import * as z from '../resolution-schemas.ts';
import { taskScope } from '../schemas.ts';
import { operation } from './operation.ts';

export const resolutionOperations = {
  taskConflicts: operation(at.taskConflicts, {
    tag: 'Tasks',
    summary: 'Show what became of the conflicts of a task',
    description:
      'Of applied work, each file that was in conflict before and after. Of other work, what an apply would meet now, and what is known about it.',
    query: taskScope,
    response: z.taskConflicts,
    errors: ['not_found', 'ambiguous', 'other_home', 'unsupported_repository'],
  }),
  listResolutions: operation(at.listResolutions, {
    tag: 'Projects',
    summary: 'List how conflicts were resolved',
    description: 'The memory that all tasks of the project share.',
    response: z.resolutionList,
    errors: ['not_found'],
  }),
  forgetResolution: operation(at.forgetResolution, {
    tag: 'Projects',
    summary: 'Forget how a conflict was resolved',
    description: 'By its id, or the beginning of it. What was applied with it stays as it is.',
    response: z.resolution,
    errors: ['not_found', 'ambiguous', 'other_home'],
  }),
};
