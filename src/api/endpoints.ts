// The table of calls: method and path, with the types of what goes in and comes out. No code and no zod here, so both
// ends and a script may import it for free. `:name` in a path is a parameter. What else is known of a call, its schemas and its
// errors, is in contract.ts.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import { mergeEndpoints } from './merge-endpoints.ts';
import { intakeEndpoints } from './intake-endpoints.ts';
import { inquiryEndpoints } from './inquiry-endpoints.ts';
import { requestEndpoints } from './request-endpoints.ts';
import { resolutionEndpoints } from './resolution-endpoints.ts';
import { reviewEndpoints } from './review-endpoints.ts';
import { scheduleEndpoints } from './schedule-endpoints.ts';
import { subagentEndpoints } from './subagent-endpoints.ts';
import { taskEndpoints } from './task-endpoints.ts';
import { trashEndpoints } from './trash-endpoints.ts';
import type * as a from './account-schemas.ts';
import type * as b from './board-schemas.ts';
import type * as k from './knowledge-schemas.ts';
import type * as p from './phase-schemas.ts';
import type * as q from './queue-schemas.ts';
import type * as s from './schemas.ts';
import type * as t from './template-schemas.ts';
import type { JobListJson, JobQueryJson } from './job-schemas.ts';
import type { ProjectSettingsChangeJson, ProjectSettingsJson } from './settings-schemas.ts';
import type { StatisticsJson, StatisticsQueryJson } from './statistics-schemas.ts';
import type * as u from './usage-schemas.ts';
import type * as w from './webhook-schemas.ts';

export type { Endpoint } from './endpoint.ts';

export const endpoints = {
  health: endpoint<None, undefined, s.HealthJson>('GET', '/api/v1/health', 'self.read'),
  listProjects: endpoint<s.ProjectQueryJson, undefined, s.ProjectListJson>(
    'GET',
    '/api/v1/projects',
    'project.read',
  ),
  /** Adds the repository, or returns the project that it already is. */
  addProject: endpoint<None, s.ProjectAddJson, s.ProjectAddedJson>('POST', '/api/v1/projects', 'project.add'),
  showProject: endpoint<None, undefined, s.ProjectJson>('GET', '/api/v1/projects/:project', 'project.read'),
  /** A map of the commit that tasks start from now. */
  projectKnowledge: endpoint<None, undefined, k.KnowledgeJson>(
    'GET',
    '/api/v1/projects/:project/knowledge',
    'project.read',
  ),
  removeProject: endpoint<None, undefined, undefined>(
    'DELETE',
    '/api/v1/projects/:project',
    'project.remove',
  ),
  /** Every setting that a project may have of its own, and who says what of it. */
  projectSettings: endpoint<None, undefined, ProjectSettingsJson>(
    'GET',
    '/api/v1/projects/:project/settings',
    'settings.read',
  ),
  changeProjectSettings: endpoint<None, ProjectSettingsChangeJson, ProjectSettingsJson>(
    'PATCH',
    '/api/v1/projects/:project/settings',
    'settings.edit',
  ),
  ...taskEndpoints,
  ...inquiryEndpoints,
  ...reviewEndpoints,
  ...subagentEndpoints,
  ...mergeEndpoints,
  /** The tasks as small cards; see board-schemas.ts. */
  board: endpoint<b.BoardQueryJson, undefined, b.BoardJson>('GET', '/api/v1/board', 'task.read'),
  /** For `GET /api/v1/live?ticket=…`, which is a WebSocket and no call. */
  createLiveTicket: endpoint<None, undefined, b.LiveTicketJson>('POST', '/api/v1/live/ticket', 'self.read'),
  ...requestEndpoints,
  ...intakeEndpoints,
  ...scheduleEndpoints,
  ...resolutionEndpoints,
  ...trashEndpoints,
  queue: endpoint<q.QueueQueryJson, undefined, q.QueueJson>('GET', '/api/v1/queue', 'task.read'),
  /** Which work does not go together with the branch or with that of other tasks; compared now. */
  queueConflicts: endpoint<q.ConflictQueryJson, undefined, q.ConflictsJson>(
    'GET',
    '/api/v1/queue/conflicts',
    'task.read',
  ),
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
  listTemplates: endpoint<t.TemplateQueryJson, undefined, t.TemplateListJson>(
    'GET',
    '/api/v1/templates',
    'template.read',
  ),
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
  listTemplateVersions: endpoint<t.TemplatePageJson, undefined, t.TemplateVersionListJson>(
    'GET',
    '/api/v1/templates/:template/versions',
    'template.read',
  ),
  showTemplateVersion: endpoint<None, undefined, t.TemplateViewJson>(
    'GET',
    '/api/v1/templates/:template/versions/:version',
    'template.read',
  ),
  listTemplateFiles: endpoint<t.TemplatePageJson, undefined, t.TemplateFileListJson>(
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
  /** Tokens and money that agents used. */
  /** All that goes on in the background. */
  jobs: endpoint<JobQueryJson, undefined, JobListJson>('GET', '/api/v1/jobs', 'task.read'),
  usage: endpoint<u.UsageQueryJson, undefined, u.UsageReportJson>('GET', '/api/v1/usage', 'task.read'),
  statistics: endpoint<StatisticsQueryJson, undefined, StatisticsJson>(
    'GET',
    '/api/v1/statistics',
    'task.read',
  ),
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
  listUsers: endpoint<a.UserQueryJson, undefined, a.UserListJson>('GET', '/api/v1/users', 'user.read'),
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
  listMembers: endpoint<a.MemberQueryJson, undefined, a.MemberListJson>(
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
  listWebhooks: endpoint<w.WebhookQueryJson, undefined, w.WebhookListJson>(
    'GET',
    '/api/v1/webhooks',
    'webhook.read',
  ),
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
  listAgents: endpoint<s.AgentQueryJson, undefined, s.AgentListJson>('GET', '/api/v1/agents', 'agent.read'),
  /** Lets an agent be started again that is at its usage limit, or failed too often; one that is well stays so. */
  resumeAgent: endpoint<s.TaskScopeJson, undefined, s.AgentJson>(
    'POST',
    '/api/v1/agents/:agent/resume',
    'agent.resume',
  ),
  /** Starts it, opens a session and ends it; no model is asked. What is wrong with the agent is in the answer. */
  checkAgent: endpoint<s.TaskScopeJson, s.AgentCheckRequest, s.AgentCheckJson>(
    'POST',
    '/api/v1/agents/:agent/check',
    'agent.check',
  ),
  addAgent: endpoint<None, s.AgentAddRequest, s.AgentJson>('POST', '/api/v1/agents', 'agent.add'),
  removeAgent: endpoint<None, undefined, undefined>('DELETE', '/api/v1/agents/:agent', 'agent.remove'),
  showConfig: endpoint<s.TaskScopeJson, undefined, s.ConfigShowJson>('GET', '/api/v1/config', 'system.read'),
  doctor: endpoint<None, undefined, s.DoctorReportJson>('GET', '/api/v1/doctor', 'system.read'),
  /** This contract as an OpenAPI 3.1 document, and as a page for people: nothing in them that is not in the sources. */
  openapi: endpoint<None, undefined, Record<string, unknown>>('GET', '/api/v1/openapi.json', 'public'),
  docs: endpoint<None, undefined, string>('GET', '/api/v1/docs', 'public'),
} as const;
