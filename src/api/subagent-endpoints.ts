// The rows of subagents in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as s from './schemas.ts';
import type * as u from './subagent-schemas.ts';

export const subagentEndpoints = {
  /** With those files that could not be used, and why. */
  listSubagents: endpoint<u.SubagentScopeJson, undefined, u.SubagentListJson>(
    'GET',
    '/api/v1/subagents',
    'subagent.read',
  ),
  createSubagent: endpoint<None, u.SubagentCreateJson, u.SubagentJson>(
    'POST',
    '/api/v1/subagents',
    'subagent.edit',
  ),
  /** Nothing is written. */
  checkSubagent: endpoint<None, u.SubagentCheckJson, u.SubagentCheckedJson>(
    'POST',
    '/api/v1/subagents/validate',
    'subagent.read',
  ),
  showSubagent: endpoint<u.SubagentQueryJson, undefined, u.SubagentJson>(
    'GET',
    '/api/v1/subagents/:subagent',
    'subagent.read',
  ),
  /** A field that is null is taken out. */
  editSubagent: endpoint<u.SubagentQueryJson, u.SubagentEditJson, u.SubagentJson>(
    'PATCH',
    '/api/v1/subagents/:subagent',
    'subagent.edit',
  ),
  deleteSubagent: endpoint<u.SubagentQueryJson, undefined, undefined>(
    'DELETE',
    '/api/v1/subagents/:subagent',
    'subagent.edit',
  ),
  /** What the subagents of a task's agent did and do. */
  listSubagentRuns: endpoint<s.TaskScopeJson, undefined, u.SubagentRunListJson>(
    'GET',
    '/api/v1/tasks/:task/subagents',
    'task.read',
  ),
  /** The agent hears that it was cancelled, and goes on. */
  stopSubagentRun: endpoint<s.TaskScopeJson, undefined, undefined>(
    'POST',
    '/api/v1/tasks/:task/subagents/:run/stop',
    'subagent.stop',
  ),
} as const;
