// The rows of the trash in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as t from './trash-schemas.ts';

export const trashEndpoints = {
  listTrash: endpoint<None, undefined, t.TrashJson>('GET', '/api/v1/projects/:project/trash', 'task.read'),
  restoreTrash: endpoint<None, t.TrashRestoreJson, t.TrashRestoredJson>(
    'POST',
    '/api/v1/projects/:project/trash/restore',
    'trash.restore',
  ),
  emptyTrash: endpoint<None, t.TrashEmptyJson, t.TrashEmptiedJson>(
    'POST',
    '/api/v1/projects/:project/trash/empty',
    'trash.empty',
  ),
} as const;
