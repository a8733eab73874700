// The calls about the trash.
import { endpoints as at } from '../endpoints.ts';
import * as t from '../trash-schemas.ts';
import { operation } from './operation.ts';

export const trashOperations = {
  listTrash: operation(at.listTrash, {
    tag: 'Projects',
    summary: 'Show the trash',
    description:
      'Deleted, cancelled and dismissed tasks whose work can be had back, and what belongs to no task, each with its size on disk.',
    response: t.trash,
    errors: ['not_found', 'other_home'],
  }),
  restoreTrash: operation(at.restoreTrash, {
    tag: 'Projects',
    summary: 'Take work out of the trash',
    description:
      'A deleted task comes back as it was, a dismissed one ready, a cancelled one as failed or, when it never began, as a draft. With `branch`, its newest commit becomes a branch of that name.',
    body: t.trashRestore,
    response: t.trashRestored,
    errors: ['not_found', 'ambiguous', 'already_exists', 'invalid_transition', 'other_home'],
  }),
  emptyTrash: operation(at.emptyTrash, {
    tag: 'Projects',
    summary: 'Delete what is in the trash for good',
    description: 'Ask with `dry_run` first, and then delete with `only` exactly what was shown.',
    body: t.trashEmpty,
    response: t.trashEmptied,
    errors: ['not_found', 'other_home'],
  }),
};
