// Branded identifiers: a task id cannot be passed where a project id is meant. They are plain strings at run time.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** UUID of a task; the number and the name are for people. */
export type TaskId = Branded<'TaskId'>;
export type ProjectId = Branded<'ProjectId'>;
/** UUID of one attempt: one agent working on one task in one workspace. */
export type AttemptId = Branded<'AttemptId'>;
/** UUID of a phase: tasks that are handed out to agents from outside. */
export type PhaseId = Branded<'PhaseId'>;
/** UUID of a template: a named way to set up and run tasks. */
export type TemplateId = Branded<'TemplateId'>;
/** UUID of one version of a template, which never changes. */
export type TemplateVersionId = Branded<'TemplateVersionId'>;
/** UUID of a preset of one template version. */
export type PresetId = Branded<'PresetId'>;
/** UUID of a person who uses Tasklane. */
export type UserId = Branded<'UserId'>;
/** UUID of a webhook: an address that is told what happens. */
export type WebhookId = Branded<'WebhookId'>;
/** UUID of a request: a message in the main thread of a project. */
export type RequestId = Branded<'RequestId'>;
/** UUID of a resolution: how a conflict in one file was brought together. */
export type ResolutionId = Branded<'ResolutionId'>;
/** UUID of a schedule: words that become tasks at certain times. */
export type ScheduleId = Branded<'ScheduleId'>;
/** UUID of an intake: where an issue tracker sends issues. */
export type IntakeId = Branded<'IntakeId'>;
/** UUID of a ranking: a judge’s order of the variants of a task. */
export type RankingId = Branded<'RankingId'>;
/** Full hexadecimal object id of a git object. */
export type Oid = Branded<'Oid'>;

// The casts below are the only places where a string becomes an id: at the edge where it was parsed or made.
export const taskId = (text: string): TaskId => text as TaskId;
export const projectId = (text: string): ProjectId => text as ProjectId;
export const attemptId = (text: string): AttemptId => text as AttemptId;
export const phaseId = (text: string): PhaseId => text as PhaseId;
export const templateId = (text: string): TemplateId => text as TemplateId;
export const templateVersionId = (text: string): TemplateVersionId => text as TemplateVersionId;
export const presetId = (text: string): PresetId => text as PresetId;
export const userId = (text: string): UserId => text as UserId;
export const webhookId = (text: string): WebhookId => text as WebhookId;
export const requestId = (text: string): RequestId => text as RequestId;
export const resolutionId = (text: string): ResolutionId => text as ResolutionId;
export const scheduleId = (text: string): ScheduleId => text as ScheduleId;
export const intakeId = (text: string): IntakeId => text as IntakeId;
export const rankingId = (text: string): RankingId => text as RankingId;
export const oid = (text: string): Oid => text as Oid;
