// What people and generated clients call the schemas of the contract. One that is not named here stands in the document
// where it is used.
import type { ZodType } from 'zod';
import * as a from '../account-schemas.ts';
import * as b from '../board-schemas.ts';
import * as d from '../daemon-schemas.ts';
import * as e from '../event-schemas.ts';
import * as h from '../history-schemas.ts';
import * as g from '../merge-schemas.ts';
import * as k from '../knowledge-schemas.ts';
import * as p from '../phase-schemas.ts';
import * as i from '../inquiry-schemas.ts';
import * as j from '../project-schemas.ts';
import * as q from '../queue-schemas.ts';
import * as x from '../replay-schemas.ts';
import * as r from '../result-schemas.ts';
import { requestEdit } from '../request-change-schemas.ts';
import * as n from '../request-schemas.ts';
import * as o from '../resolution-schemas.ts';
import * as rankings from '../ranking-schemas.ts';
import * as review from '../review-schemas.ts';
import * as intakes from '../intake-schemas.ts';
import * as schedules from '../schedule-schemas.ts';
import { errorBody } from '../schemas.ts';
import { job, jobList } from '../job-schemas.ts';
import { runSums, statistics } from '../statistics-schemas.ts';
import * as y from '../usage-schemas.ts';
import * as actions from '../task-action-schemas.ts';
import * as t from '../task-schemas.ts';
import * as pulls from '../pull-request-schemas.ts';
import * as settings from '../settings-schemas.ts';
import * as u from '../subagent-schemas.ts';
import * as m from '../template-schemas.ts';
import * as variants from '../variant-schemas.ts';
import * as v from '../verification-schemas.ts';
import * as w from '../webhook-schemas.ts';

/** Of what is sent. */
export const sentNames: Readonly<Record<string, ZodType>> = {
  TaskCreate: t.taskCreate,
  TaskEdit: t.taskEdit,
  TaskAction: actions.action,
  TaskApply: actions.applyRequest,
  MergeEnter: g.mergeEnter,
  TaskMove: q.taskMove,
  TaskMessage: actions.message,
  VariantAdd: variants.variantAdd,
  VariantsCreate: variants.variantsCreate,
  Judge: variants.judge,
  CommentAdd: review.commentAdd,
  ChangesRequest: review.changesRequest,
  TaskRetry: actions.retryRequest,
  TaskCancel: actions.cancelRequest,
  Approve: i.approveRequest,
  Deny: i.denyRequest,
  Answer: i.answerRequest,
  ProjectAdd: j.projectAdd,
  ProjectSettingsChange: settings.projectSettingsChange,
  RequestCreate: n.requestCreate,
  RequestRevise: n.requestRevise,
  ChecklistCreate: intakes.checklistCreate,
  IssueCreate: intakes.issueCreate,
  IntakeAdd: intakes.intakeAdd,
  ScheduleCreate: schedules.scheduleCreate,
  ScheduleEdit: schedules.scheduleEdit,
  RequestEdit: requestEdit,
  PhaseRegister: p.phaseRegister,
  PhaseCancel: p.phaseCancel,
  NextRequest: p.nextRequest,
  Heartbeat: p.heartbeat,
  Completion: p.completion,
  PhaseTaskFail: p.failRequest,
  PhaseTaskRelease: p.releaseRequest,
  MayWriteRequest: p.mayWriteRequest,
  TemplatePush: m.templatePush,
  TemplatePromote: m.templatePromote,
  TemplateResolve: m.templateResolve,
  SubagentCreate: u.subagentCreate,
  SubagentEdit: u.subagentEdit,
  SubagentCheck: u.subagentCheck,
  WebhookAdd: w.webhookAdd,
  WebhookEdit: w.webhookEdit,
  UserCreate: a.userCreate,
  UserEdit: a.userEdit,
  PasswordSet: a.passwordSet,
  MemberPut: a.memberPut,
  TokenCreate: a.tokenCreate,
  PasswordLogin: a.passwordLogin,
  CodeLogin: a.codeLogin,
};

/** Of what is answered. */
export const answeredNames: Readonly<Record<string, ZodType>> = {
  Error: errorBody,
  Task: t.task,
  TaskList: t.taskList,
  Card: b.card,
  Board: b.board,
  Hold: t.hold,
  Usage: t.usage,
  UsageReport: y.usageReport,
  UsageSums: y.usageSums,
  Job: job,
  JobList: jobList,
  Statistics: statistics,
  RunSums: runSums,
  Failure: r.failure,
  Ranking: rankings.ranking,
  Resolution: o.resolution,
  ResolutionList: o.resolutionList,
  TaskConflicts: o.taskConflicts,
  Evidence: r.evidence,
  ChangedFile: r.changedFile,
  Result: r.result,
  Delivery: r.delivery,
  Diff: r.diff,
  TransitionList: h.transitionList,
  MessageList: h.messageList,
  AttemptList: h.attemptList,
  EvidenceList: h.evidenceList,
  Verification: v.verification,
  VerificationReport: v.verificationReport,
  LogList: h.logList,
  Replay: x.replay,
  Inquiry: i.inquiry,
  InquiryList: i.inquiryList,
  Queue: q.queue,
  MergePlace: t.mergePlace,
  PullRequest: pulls.pullRequest,
  MergeQueue: g.mergeQueue,
  MergeQueues: g.mergeQueues,
  MergeEntered: g.mergeEntered,
  Project: j.project,
  ProjectAdded: j.projectAdded,
  ProjectSettings: settings.projectSettings,
  Request: n.request,
  RequestList: n.requestList,
  Intake: intakes.intake,
  IntakeList: intakes.intakeList,
  Received: intakes.received,
  Schedule: schedules.schedule,
  ScheduleList: schedules.scheduleList,
  ProjectKnowledge: k.knowledge,
  ProposedCommands: k.proposedCommands,
  ProjectList: j.projectList,
  Phase: p.phase,
  PhaseList: p.phaseList,
  PhaseTask: p.phaseTask,
  PhaseRegistered: p.phaseRegistered,
  QueueFile: p.queueFile,
  NextAnswer: p.nextAnswer,
  HeartbeatAnswer: p.heartbeatAnswer,
  CompleteAnswer: p.completeAnswer,
  MayWriteAnswer: p.mayWriteAnswer,
  Template: m.template,
  TemplateVersion: m.templateVersion,
  TemplateView: m.templateView,
  TemplateList: m.templateList,
  TemplateVersionList: m.templateVersionList,
  TemplateFileList: m.templateFileList,
  TemplatePushed: m.templatePushed,
  TemplateResolved: m.templateResolved,
  TaskTemplate: m.taskTemplate,
  Agent: d.agent,
  TaskSummary: e.taskSummary,
  Subagent: u.subagent,
  SubagentList: u.subagentList,
  SubagentChecked: u.subagentChecked,
  SubagentRun: u.subagentRun,
  SubagentRunList: u.subagentRunList,
  Webhook: w.webhook,
  WebhookList: w.webhookList,
  WebhookDelivery: w.delivery,
  WebhookDeliveryFull: w.deliveryFull,
  WebhookDeliveryList: w.deliveryList,
  User: a.user,
  UserList: a.userList,
  Me: a.me,
  Member: a.member,
  MemberList: a.memberList,
  Token: a.token,
  TokenList: a.tokenList,
  TokenCreated: a.tokenCreated,
  Session: a.session,
  LoginMethods: a.loginMethods,
  LoginLink: a.loginLink,
  AuditEntry: a.auditEntry,
  AuditList: a.auditList,
  Event: e.eventRecord,
  EventList: e.eventList,
  Health: d.health,
  AgentList: d.agentList,
  ConfigShow: d.configShow,
  Finding: d.finding,
  DoctorReport: d.doctorReport,
};
