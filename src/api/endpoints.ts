// The table of calls: method and path, with the types of what goes in and comes out. No code and no zod here, so both
// ends and a script may import it for free. `:name` in a path is a parameter.
import type * as p from './phase-schemas.ts';
import type * as q from './queue-schemas.ts';
import type * as s from './schemas.ts';
import type * as t from './template-schemas.ts';

export interface Endpoint<Query, Body, Response> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Only for the type checker; never set. */
  readonly types?: { readonly query: Query; readonly body: Body; readonly response: Response };
}

function endpoint<Query, Body, Response>(
  method: Endpoint<Query, Body, Response>['method'],
  path: string,
): Endpoint<Query, Body, Response> {
  return { method, path };
}

type None = Record<string, never>;

export const endpoints = {
  health: endpoint<None, undefined, s.HealthJson>('GET', '/api/v1/health'),
  listProjects: endpoint<None, undefined, s.ProjectListJson>('GET', '/api/v1/projects'),
  /** Adds the repository, or returns the project that it already is. */
  addProject: endpoint<None, s.ProjectAddJson, s.ProjectAddedJson>('POST', '/api/v1/projects'),
  showProject: endpoint<None, undefined, s.ProjectJson>('GET', '/api/v1/projects/:project'),
  removeProject: endpoint<None, undefined, undefined>('DELETE', '/api/v1/projects/:project'),
  listTasks: endpoint<s.TaskQueryJson, undefined, s.TaskListJson>('GET', '/api/v1/tasks'),
  createTask: endpoint<None, s.TaskCreateJson, s.TaskJson>('POST', '/api/v1/tasks'),
  showTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('GET', '/api/v1/tasks/:task'),
  deleteTask: endpoint<s.TaskScopeJson, undefined, undefined>('DELETE', '/api/v1/tasks/:task'),
  /** A draft as a whole; a queued task in priority, depends_on, released_by and owns. */
  editTask: endpoint<s.TaskScopeJson, s.TaskEditJson, s.TaskJson>('PATCH', '/api/v1/tasks/:task'),
  acceptTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('POST', '/api/v1/tasks/:task/accept'),
  archiveTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('POST', '/api/v1/tasks/:task/archive'),
  moveTask: endpoint<s.TaskScopeJson, q.TaskMoveJson, s.TaskJson>('POST', '/api/v1/tasks/:task/move'),
  /** Answers when the apply has ended: the task is done, or ready again with its `notice`. */
  applyTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('POST', '/api/v1/tasks/:task/apply'),
  dismissTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('POST', '/api/v1/tasks/:task/dismiss'),
  retryTask: endpoint<s.TaskScopeJson, s.RetryJson, s.TaskJson>('POST', '/api/v1/tasks/:task/retry'),
  cancelTask: endpoint<s.TaskScopeJson, s.CancelJson, s.TaskJson>('POST', '/api/v1/tasks/:task/cancel'),
  sendToTask: endpoint<s.TaskScopeJson, s.MessageJson, s.TaskJson>('POST', '/api/v1/tasks/:task/send'),
  diffTask: endpoint<s.TaskScopeJson, undefined, s.DiffJson>('GET', '/api/v1/tasks/:task/diff'),
  /** The full output of one check: text/plain. */
  checkLog: endpoint<s.TaskScopeJson, undefined, string>('GET', '/api/v1/tasks/:task/checks/:log'),
  queue: endpoint<q.QueueQueryJson, undefined, q.QueueJson>('GET', '/api/v1/queue'),
  /** Answers 201 also when the same queue was registered before (`is_new: false`). */
  registerPhase: endpoint<None, p.PhaseRegisterJson, p.PhaseRegisteredJson>('POST', '/api/v1/phases'),
  listPhases: endpoint<p.PhaseQueryJson, undefined, p.PhaseListJson>('GET', '/api/v1/phases'),
  showPhase: endpoint<s.TaskScopeJson, undefined, p.PhaseJson>('GET', '/api/v1/phases/:phase'),
  /** The queue in the form of `session-state/task-queue.json`. */
  exportPhase: endpoint<s.TaskScopeJson, undefined, p.QueueFileJson>('GET', '/api/v1/phases/:phase/queue'),
  /** Answers when the integration has ended: the phase is finished, or open again with its `notice`. */
  finishPhase: endpoint<s.TaskScopeJson, undefined, p.PhaseJson>('POST', '/api/v1/phases/:phase/finish'),
  cancelPhase: endpoint<s.TaskScopeJson, p.PhaseCancelJson, p.PhaseJson>(
    'POST',
    '/api/v1/phases/:phase/cancel',
  ),
  nextPhaseTask: endpoint<s.TaskScopeJson, p.NextRequestJson, p.NextAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/next',
  ),
  heartbeatPhaseTask: endpoint<s.TaskScopeJson, p.HeartbeatJson, p.HeartbeatAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/heartbeat',
  ),
  completePhaseTask: endpoint<s.TaskScopeJson, p.CompletionJson, p.CompleteAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/complete',
  ),
  failPhaseTask: endpoint<s.TaskScopeJson, p.FailRequestJson, p.PhaseTaskJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/fail',
  ),
  releasePhaseTask: endpoint<s.TaskScopeJson, p.ReleaseRequestJson, p.PhaseTaskJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/release',
  ),
  mayWrite: endpoint<s.TaskScopeJson, p.MayWriteRequestJson, p.MayWriteAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/may-write',
  ),
  listTemplates: endpoint<None, undefined, t.TemplateListJson>('GET', '/api/v1/templates'),
  /** Makes a template, or a version of one; answers 201 also when it had these files already (`is_new: false`). */
  pushTemplate: endpoint<None, t.TemplatePushJson, t.TemplatePushedJson>('POST', '/api/v1/templates'),
  /** With its active version. */
  showTemplate: endpoint<None, undefined, t.TemplateViewJson>('GET', '/api/v1/templates/:template'),
  deleteTemplate: endpoint<None, undefined, undefined>('DELETE', '/api/v1/templates/:template'),
  listTemplateVersions: endpoint<None, undefined, t.TemplateVersionListJson>(
    'GET',
    '/api/v1/templates/:template/versions',
  ),
  showTemplateVersion: endpoint<None, undefined, t.TemplateViewJson>(
    'GET',
    '/api/v1/templates/:template/versions/:version',
  ),
  listTemplateFiles: endpoint<None, undefined, t.TemplateFileListJson>(
    'GET',
    '/api/v1/templates/:template/versions/:version/files',
  ),
  promoteTemplate: endpoint<None, t.TemplatePromoteJson, t.TemplateViewJson>(
    'POST',
    '/api/v1/templates/:template/promote',
  ),
  /** What a task would get; nothing is made. */
  resolveTemplate: endpoint<None, t.TemplateResolveJson, t.TemplateResolvedJson>(
    'POST',
    '/api/v1/templates/:template/resolve',
  ),
  /**
   * With `Accept: text/event-stream` a live stream: one SSE message per event (`id:` is the event's id, `data:` an
   * EventJson), first those after `after` or `Last-Event-ID`, then new ones as they happen. Else one page as JSON.
   */
  events: endpoint<s.EventQueryJson, undefined, s.EventListJson>('GET', '/api/v1/events'),
  listAgents: endpoint<s.TaskScopeJson, undefined, s.AgentListJson>('GET', '/api/v1/agents'),
  showConfig: endpoint<s.TaskScopeJson, undefined, s.ConfigShowJson>('GET', '/api/v1/config'),
  doctor: endpoint<None, undefined, s.DoctorReportJson>('GET', '/api/v1/doctor'),
} as const;
