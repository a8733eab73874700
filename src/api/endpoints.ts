// The table of calls: method and path, with the types of what goes in and comes out. No code and no zod here, so both
// ends and a script may import it for free. `:name` in a path is a parameter.
import type { Action } from '../domain/access.ts';
import type * as a from './account-schemas.ts';
import type * as p from './phase-schemas.ts';
import type * as q from './queue-schemas.ts';
import type * as s from './schemas.ts';
import type * as t from './template-schemas.ts';
import type * as w from './webhook-schemas.ts';

export interface Endpoint<Query, Body, Response> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What it does, as the table of rights knows it (domain/access.ts); `public` = for everybody. */
  readonly action: Action | 'public';
  /** Only for the type checker; never set. */
  readonly types?: { readonly query: Query; readonly body: Body; readonly response: Response };
}

function endpoint<Query, Body, Response>(
  method: Endpoint<Query, Body, Response>['method'],
  path: string,
  action: Action | 'public',
): Endpoint<Query, Body, Response> {
  return { method, path, action };
}

type None = Record<string, never>;

export const endpoints = {
  health: endpoint<None, undefined, s.HealthJson>('GET', '/api/v1/health', 'self.read'),
  listProjects: endpoint<None, undefined, s.ProjectListJson>('GET', '/api/v1/projects', 'project.read'),
  /** Adds the repository, or returns the project that it already is. */
  addProject: endpoint<None, s.ProjectAddJson, s.ProjectAddedJson>('POST', '/api/v1/projects', 'project.add'),
  showProject: endpoint<None, undefined, s.ProjectJson>('GET', '/api/v1/projects/:project', 'project.read'),
  removeProject: endpoint<None, undefined, undefined>(
    'DELETE',
    '/api/v1/projects/:project',
    'project.remove',
  ),
  listTasks: endpoint<s.TaskQueryJson, undefined, s.TaskListJson>('GET', '/api/v1/tasks', 'task.read'),
  createTask: endpoint<None, s.TaskCreateJson, s.TaskJson>('POST', '/api/v1/tasks', 'task.create'),
  showTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('GET', '/api/v1/tasks/:task', 'task.read'),
  deleteTask: endpoint<s.TaskScopeJson, undefined, undefined>('DELETE', '/api/v1/tasks/:task', 'task.delete'),
  /** A draft as a whole; a queued task in priority, depends_on, released_by and owns. */
  editTask: endpoint<s.TaskScopeJson, s.TaskEditJson, s.TaskJson>(
    'PATCH',
    '/api/v1/tasks/:task',
    'task.edit',
  ),
  acceptTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/accept',
    'task.accept',
  ),
  archiveTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/archive',
    'task.archive',
  ),
  moveTask: endpoint<s.TaskScopeJson, q.TaskMoveJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/move',
    'task.move',
  ),
  /** Answers when the apply has ended: the task is done, or ready again with its `notice`. */
  applyTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/apply',
    'task.apply',
  ),
  dismissTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/dismiss',
    'task.dismiss',
  ),
  retryTask: endpoint<s.TaskScopeJson, s.RetryJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/retry',
    'task.retry',
  ),
  cancelTask: endpoint<s.TaskScopeJson, s.CancelJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/cancel',
    'task.cancel',
  ),
  /** Answers when its agent is gone. */
  pauseTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/pause',
    'task.pause',
  ),
  resumeTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/resume',
    'task.resume',
  ),
  /** Of a task whose agent waits: its work is checked, and ready then. Answers when that has begun. */
  completeTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/complete',
    'task.complete',
  ),
  /** A failed task is a draft again. */
  replanTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/replan',
    'task.replan',
  ),
  sendToTask: endpoint<s.TaskScopeJson, s.MessageJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/send',
    'task.send',
  ),
  diffTask: endpoint<s.TaskScopeJson, undefined, s.DiffJson>('GET', '/api/v1/tasks/:task/diff', 'task.read'),
  /** The full output of one check: text/plain. */
  checkLog: endpoint<s.TaskScopeJson, undefined, string>(
    'GET',
    '/api/v1/tasks/:task/checks/:log',
    'task.read',
  ),
  queue: endpoint<q.QueueQueryJson, undefined, q.QueueJson>('GET', '/api/v1/queue', 'task.read'),
  /** Answers 201 also when the same queue was registered before (`is_new: false`). */
  registerPhase: endpoint<None, p.PhaseRegisterJson, p.PhaseRegisteredJson>(
    'POST',
    '/api/v1/phases',
    'phase.register',
  ),
  listPhases: endpoint<p.PhaseQueryJson, undefined, p.PhaseListJson>('GET', '/api/v1/phases', 'phase.read'),
  showPhase: endpoint<s.TaskScopeJson, undefined, p.PhaseJson>('GET', '/api/v1/phases/:phase', 'phase.read'),
  /** The queue in the form of `session-state/task-queue.json`. */
  exportPhase: endpoint<s.TaskScopeJson, undefined, p.QueueFileJson>(
    'GET',
    '/api/v1/phases/:phase/queue',
    'phase.read',
  ),
  /** Answers when the integration has ended: the phase is finished, or open again with its `notice`. */
  finishPhase: endpoint<s.TaskScopeJson, undefined, p.PhaseJson>(
    'POST',
    '/api/v1/phases/:phase/finish',
    'phase.finish',
  ),
  cancelPhase: endpoint<s.TaskScopeJson, p.PhaseCancelJson, p.PhaseJson>(
    'POST',
    '/api/v1/phases/:phase/cancel',
    'phase.cancel',
  ),
  nextPhaseTask: endpoint<s.TaskScopeJson, p.NextRequestJson, p.NextAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/next',
    'phase.claim',
  ),
  heartbeatPhaseTask: endpoint<s.TaskScopeJson, p.HeartbeatJson, p.HeartbeatAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/heartbeat',
    'phase.beat',
  ),
  completePhaseTask: endpoint<s.TaskScopeJson, p.CompletionJson, p.CompleteAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/complete',
    'phase.report',
  ),
  failPhaseTask: endpoint<s.TaskScopeJson, p.FailRequestJson, p.PhaseTaskJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/fail',
    'phase.report',
  ),
  releasePhaseTask: endpoint<s.TaskScopeJson, p.ReleaseRequestJson, p.PhaseTaskJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/release',
    'phase.report',
  ),
  mayWrite: endpoint<s.TaskScopeJson, p.MayWriteRequestJson, p.MayWriteAnswerJson>(
    'POST',
    '/api/v1/phases/:phase/tasks/:task/may-write',
    'phase.beat',
  ),
  listTemplates: endpoint<None, undefined, t.TemplateListJson>('GET', '/api/v1/templates', 'template.read'),
  /** Makes a template, or a version of one; answers 201 also when it had these files already (`is_new: false`). */
  pushTemplate: endpoint<None, t.TemplatePushJson, t.TemplatePushedJson>(
    'POST',
    '/api/v1/templates',
    'template.push',
  ),
  /** With its active version. */
  showTemplate: endpoint<None, undefined, t.TemplateViewJson>(
    'GET',
    '/api/v1/templates/:template',
    'template.read',
  ),
  deleteTemplate: endpoint<None, undefined, undefined>(
    'DELETE',
    '/api/v1/templates/:template',
    'template.delete',
  ),
  listTemplateVersions: endpoint<None, undefined, t.TemplateVersionListJson>(
    'GET',
    '/api/v1/templates/:template/versions',
    'template.read',
  ),
  showTemplateVersion: endpoint<None, undefined, t.TemplateViewJson>(
    'GET',
    '/api/v1/templates/:template/versions/:version',
    'template.read',
  ),
  listTemplateFiles: endpoint<None, undefined, t.TemplateFileListJson>(
    'GET',
    '/api/v1/templates/:template/versions/:version/files',
    'template.read',
  ),
  promoteTemplate: endpoint<None, t.TemplatePromoteJson, t.TemplateViewJson>(
    'POST',
    '/api/v1/templates/:template/promote',
    'template.promote',
  ),
  /** What a task would get; nothing is made. */
  resolveTemplate: endpoint<None, t.TemplateResolveJson, t.TemplateResolvedJson>(
    'POST',
    '/api/v1/templates/:template/resolve',
    'template.read',
  ),
  /**
   * With `Accept: text/event-stream` a live stream: one SSE message per event (`id:` is the event's id, `data:` an
   * EventJson), first those after `after` or `Last-Event-ID`, then new ones as they happen; with `snapshot=1` first the
   * tasks. Else one page as JSON.
   */
  events: endpoint<s.EventQueryJson, undefined, s.EventListJson>('GET', '/api/v1/events', 'task.read'),
  loginMethods: endpoint<None, undefined, a.LoginMethodsJson>('GET', '/api/v1/login', 'public'),
  loginWithPassword: endpoint<None, a.PasswordLoginJson, a.SessionJson>('POST', '/api/v1/login', 'public'),
  /** Exchanges the single-use code of a sign-in link for a session. */
  loginWithCode: endpoint<None, a.CodeLoginJson, a.SessionJson>('POST', '/api/v1/login/code', 'public'),
  /** For a browser: redirects to the OpenID provider, which comes back to the next one. */
  loginWithOidc: endpoint<None, undefined, undefined>('GET', '/api/v1/login/oidc', 'public'),
  oidcCallback: endpoint<None, undefined, undefined>('GET', '/api/v1/login/oidc/callback', 'public'),
  createLoginLink: endpoint<None, undefined, a.LoginLinkJson>('POST', '/api/v1/login/link', 'self.write'),
  logout: endpoint<None, undefined, undefined>('POST', '/api/v1/logout', 'self.logout'),
  listUsers: endpoint<None, undefined, a.UserListJson>('GET', '/api/v1/users', 'user.read'),
  createUser: endpoint<None, a.UserCreateJson, a.UserJson>('POST', '/api/v1/users', 'user.create'),
  whoAmI: endpoint<None, undefined, a.MeJson>('GET', '/api/v1/users/me', 'self.read'),
  /** Oneself; for an admin anybody. */
  showUser: endpoint<None, undefined, a.UserJson>('GET', '/api/v1/users/:user', 'self.read'),
  editUser: endpoint<None, a.UserEditJson, a.UserJson>('PATCH', '/api/v1/users/:user', 'user.edit'),
  deleteUser: endpoint<None, undefined, undefined>('DELETE', '/api/v1/users/:user', 'user.delete'),
  setPassword: endpoint<None, a.PasswordSetJson, undefined>(
    'POST',
    '/api/v1/users/:user/password',
    'self.write',
  ),
  listMembers: endpoint<None, undefined, a.MemberListJson>(
    'GET',
    '/api/v1/projects/:project/members',
    'member.read',
  ),
  /** Adds somebody, or changes their role. */
  putMember: endpoint<None, a.MemberPutJson, a.MemberJson>(
    'POST',
    '/api/v1/projects/:project/members',
    'member.edit',
  ),
  removeMember: endpoint<None, undefined, undefined>(
    'DELETE',
    '/api/v1/projects/:project/members/:user',
    'member.edit',
  ),
  audit: endpoint<a.AuditQueryJson, undefined, a.AuditListJson>('GET', '/api/v1/audit', 'audit.read'),
  listTokens: endpoint<a.TokenQueryJson, undefined, a.TokenListJson>('GET', '/api/v1/tokens', 'token.read'),
  createToken: endpoint<None, a.TokenCreateJson, a.TokenCreatedJson>(
    'POST',
    '/api/v1/tokens',
    'token.create',
  ),
  revokeToken: endpoint<None, undefined, undefined>('DELETE', '/api/v1/tokens/:token', 'token.revoke'),
  listWebhooks: endpoint<None, undefined, w.WebhookListJson>('GET', '/api/v1/webhooks', 'webhook.read'),
  /** The only answer with the whole secret, but for that of an edit that asks for a new one. */
  addWebhook: endpoint<None, w.WebhookAddJson, w.WebhookJson>('POST', '/api/v1/webhooks', 'webhook.edit'),
  showWebhook: endpoint<None, undefined, w.WebhookJson>('GET', '/api/v1/webhooks/:webhook', 'webhook.read'),
  editWebhook: endpoint<None, w.WebhookEditJson, w.WebhookJson>(
    'PATCH',
    '/api/v1/webhooks/:webhook',
    'webhook.edit',
  ),
  removeWebhook: endpoint<None, undefined, undefined>('DELETE', '/api/v1/webhooks/:webhook', 'webhook.edit'),
  /** Answers when the receiver has, or has not. */
  testWebhook: endpoint<None, undefined, w.DeliveryJson>(
    'POST',
    '/api/v1/webhooks/:webhook/test',
    'webhook.edit',
  ),
  listDeliveries: endpoint<w.DeliveryQueryJson, undefined, w.DeliveryListJson>(
    'GET',
    '/api/v1/webhooks/:webhook/deliveries',
    'webhook.read',
  ),
  showDelivery: endpoint<None, undefined, w.DeliveryFullJson>(
    'GET',
    '/api/v1/webhooks/:webhook/deliveries/:delivery',
    'webhook.read',
  ),
  redeliver: endpoint<None, undefined, w.DeliveryJson>(
    'POST',
    '/api/v1/webhooks/:webhook/deliveries/:delivery/redeliver',
    'webhook.edit',
  ),
  listAgents: endpoint<s.TaskScopeJson, undefined, s.AgentListJson>('GET', '/api/v1/agents', 'agent.read'),
  /** Lets an agent be started again that is at its usage limit, or failed too often; one that is well stays so. */
  resumeAgent: endpoint<s.TaskScopeJson, undefined, s.AgentJson>(
    'POST',
    '/api/v1/agents/:agent/resume',
    'agent.resume',
  ),
  showConfig: endpoint<s.TaskScopeJson, undefined, s.ConfigShowJson>('GET', '/api/v1/config', 'system.read'),
  doctor: endpoint<None, undefined, s.DoctorReportJson>('GET', '/api/v1/doctor', 'system.read'),
} as const;
