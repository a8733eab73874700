// The rows of the memory of conflicts in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as z from './resolution-schemas.ts';
import type * as s from './schemas.ts';

export const resolutionEndpoints = {
  taskConflicts: endpoint<s.TaskScopeJson, undefined, z.TaskConflictsJson>(
    'GET',
    '/api/v1/tasks/:task/conflicts',
    'task.read',
  ),
  listResolutions: endpoint<None, undefined, z.ResolutionListJson>(
    'GET',
    '/api/v1/projects/:project/resolutions',
    'project.read',
  ),
  forgetResolution: endpoint<None, undefined, z.ResolutionJson>(
    'DELETE',
    '/api/v1/projects/:project/resolutions/:resolution',
    'resolution.forget',
  ),
} as const;
