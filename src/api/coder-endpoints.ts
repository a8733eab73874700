// The calls of Coder's task API that our own command line makes; all of them are in docs/coder.md. Apart from the table of our
// own contract, because its names, errors and versions are somebody else's.
import type {
  CoderOrganizationJson,
  CoderBuildLogsJson,
  CoderLogsJson,
  CoderTaskJson,
  CoderTaskListJson,
} from './coder-schemas.ts';
import type { Endpoint } from './endpoints.ts';

type None = Record<string, never>;

interface ListQuery {
  readonly q?: string;
}

interface BuildLogQuery {
  /** Only lines with a greater id. */
  readonly after?: number;
}

const action = 'task.read';

export const coderEndpoints = {
  listOrganizations: {
    method: 'GET',
    path: '/api/v2/users/:user/organizations',
    action: 'project.read',
  } as Endpoint<None, undefined, CoderOrganizationJson[]>,
  listTasks: { method: 'GET', path: '/api/v2/tasks', action } as Endpoint<
    ListQuery,
    undefined,
    CoderTaskListJson
  >,
  showTask: { method: 'GET', path: '/api/v2/tasks/:user/:task', action } as Endpoint<
    None,
    undefined,
    CoderTaskJson
  >,
  taskLogs: { method: 'GET', path: '/api/v2/tasks/:user/:task/logs', action } as Endpoint<
    None,
    undefined,
    CoderLogsJson
  >,
  buildLogs: { method: 'GET', path: '/api/v2/workspacebuilds/:task/logs', action } as Endpoint<
    BuildLogQuery,
    undefined,
    CoderBuildLogsJson
  >,
} as const;
