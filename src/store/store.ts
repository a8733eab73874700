// The store: the one truth about projects, tasks, attempts and what happened. Each method is one transaction; it
// resolves only when the write is durable, and throws AppError for a caller's mistake (not_found, stale_version, …).
// Nobody else writes state: a task changes by Store.change, which reads, reduces (domain/lifecycle.ts), writes the row
// and appends the event together. Methods may wait for the database, never for anything else.
import type { Reach } from '../domain/access.ts';
import type { AgentHealth } from '../domain/agent-health.ts';
import type { Attempt, Usage } from '../domain/attempt.ts';
import type { EventBody, EventRecord } from '../domain/event.ts';
import type {
  AttemptId,
  PhaseId,
  ProjectId,
  ResolutionId,
  TaskId,
  TemplateId,
  TemplateVersionId,
  WebhookId,
} from '../domain/ids.ts';
import type { Inquiry, InquiryOutcome } from '../domain/inquiry.ts';
import type { LifecycleEvent } from '../domain/lifecycle.ts';
import type { Phase, PhaseState } from '../domain/phase.ts';
import type { Request, RequestState } from '../domain/planning/request.ts';
import type { Ranking } from '../domain/ranking/ranking.ts';
import type { Project } from '../domain/project.ts';
import type { Resolution } from '../domain/resolution.ts';
import type { VariantMember } from '../domain/variant.ts';
import type { ReviewComment } from '../domain/review-comment.ts';
import type { Task, TaskSpec, TaskState } from '../domain/task.ts';
import type { ParameterValue, Template, TemplateFile, TemplateVersion } from '../domain/template.ts';
import type { RunFact, RunQuery } from '../domain/statistics.ts';
import type { UsageGroupSums, UsageQuery, UsageRow } from '../domain/usage-row.ts';
import type { Audit, Members, Tokens, Users } from './identity.ts';
import type { Intakes, Schedules } from './sources.ts';
import type { Delivery, Webhook } from '../domain/webhook.ts';

export interface Projects {
  /** Throws `already_exists` when the name is taken, or the root by a project of the same home. */
  insert(project: Project): Promise<void>;
  get(id: ProjectId): Promise<Project | undefined>;
  /** The same path may be another repository on another machine, so the home is asked for too. */
  byRoot(root: string, home: string): Promise<Project | undefined>;
  /** By id or name. */
  find(ref: string): Promise<Project | undefined>;
  /** In the order they were added. */
  list(): Promise<readonly Project[]>;
  update(id: ProjectId, patch: Pick<Partial<Project>, 'branch' | 'trusted' | 'name'>): Promise<Project>;
  /** Makes all projects those of this home. Only for a store that no other home can use. */
  adopt(home: string): Promise<void>;
  /** Removes the project with its tasks and their log. */
  remove(id: ProjectId): Promise<void>;
}

/** What a new task needs; the store allocates id-independent things (number, name, branch) inside the transaction. */
export interface TaskDraft extends TaskSpec {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  /** The name that is wanted; a number is put behind it when it is taken. */
  readonly name: string;
}

export interface TaskFilter {
  readonly projectId?: ProjectId;
  /** Only those of this home's projects. */
  readonly home?: string;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  readonly states?: readonly TaskState[];
  readonly withDeleted?: boolean;
  /** Only what was deleted, cancelled or dismissed (domain/trash.ts), also what was deleted for good. */
  readonly putAway?: boolean;
  readonly agent?: string;
  readonly policy?: string;
  readonly priority?: string;
  readonly phaseId?: PhaseId;
  /** Leaves out runs of subagents. */
  readonly withoutSubagents?: boolean;
  /** In the name, the title, or the beginning of the prompt (8,000 characters); case does not matter. */
  readonly text?: string;
  /** Milliseconds since 1970: only those that changed then or later. */
  readonly updatedSince?: number;
  /** Newest first after this task id (exclusive), for paging. */
  readonly before?: TaskId;
  readonly limit?: number;
}

export interface ChangeOptions {
  readonly actor: string;
  /** The version that was read; `stale_version` when it moved on. */
  readonly expectVersion?: number;
  /** The fence of the caller's lease; `stale_lease` when another claim came since. */
  readonly fence?: number;
}

export interface Tasks {
  /** Stores a draft and its `task.created` event. */
  create(draft: TaskDraft, actor: string): Promise<Task>;
  get(id: TaskId): Promise<Task | undefined>;
  /** Those of them that there are, by one question; also deleted ones, in no order. */
  several(ids: readonly TaskId[]): Promise<readonly Task[]>;
  /**
   * By full id, by name, or by number. A number means the given project's task; without a project, names and numbers
   * must be unique over all projects of the reach. Throws `ambiguous` with the candidates; undefined when there is none.
   * What lies outside of the reach is not there, whatever it is named by.
   */
  find(ref: string, projectId?: ProjectId, reach?: Reach): Promise<Task | undefined>;
  /** Newest first. Without deleted ones unless asked. */
  list(filter: TaskFilter): Promise<readonly Task[]>;
  /** The one compare-and-swap: read, check version and fence, reduce, write, append `task.changed`. */
  change(id: TaskId, event: LifecycleEvent, options: ChangeOptions): Promise<Task>;
}

export interface Lease {
  readonly taskId: TaskId;
  readonly worker: string;
  readonly fence: number;
  /** By the store's clock (StoreOperations.now). */
  readonly until: number;
}

export interface Leases {
  /** Writes or replaces the lease of a task (called in the transaction that claims it). */
  put(lease: Lease): Promise<void>;
  /** Extends a lease; false when the fence is no longer the newest, or there is none. */
  renew(taskId: TaskId, fence: number, until: number): Promise<boolean>;
  release(taskId: TaskId, fence: number): Promise<void>;
  /** All, or those on tasks of one home's projects. */
  list(home?: string): Promise<readonly Lease[]>;
}

export interface Attempts {
  insert(attempt: Attempt): Promise<void>;
  update(
    id: AttemptId,
    patch: Pick<Partial<Attempt>, 'sessionId' | 'processGroup' | 'endedAt'> & { readonly usage?: Usage },
  ): Promise<void>;
  /** Oldest first. */
  list(taskId: TaskId): Promise<readonly Attempt[]>;
  latest(taskId: TaskId): Promise<Attempt | undefined>;
  /** Of all tasks that are not deleted, newest first. */
  runs(query: RunQuery): Promise<readonly RunFact[]>;
}

export interface EventQuery {
  readonly taskId?: TaskId;
  /** Of any of these; none at all for an empty list. */
  readonly taskIds?: readonly TaskId[];
  readonly projectId?: ProjectId;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  /** Only events with a greater id. */
  readonly after?: number;
  /** Only events with a smaller id. */
  readonly before?: number;
  readonly limit?: number;
  /** Of one task, with a limit: not the first so many, but the last. The order stays. */
  readonly newest?: boolean;
}

export interface Events {
  /**
   * Appends what a run says, in one transaction; returns the records with their numbers. With a fence, nothing is
   * written and `stale_lease` is thrown when another claim came since.
   */
  append(
    taskId: TaskId,
    bodies: readonly EventBody[],
    options: { readonly actor: string; readonly fence?: number },
  ): Promise<readonly EventRecord[]>;
  /** In log order; at most `limit` (1,000 unless told). */
  read(query: EventQuery): Promise<readonly EventRecord[]>;
  /** The id of the newest event, 0 when there is none. */
  last(): Promise<number>;
}

export interface Message {
  readonly text: string;
  /** Nobody has it; an agent was given it and its turn has not ended; the turn that had it has ended. */
  readonly state: 'pending' | 'given' | 'done';
}

/** Messages from people, kept until the turn of an agent that was given them has ended. */
export interface Messages {
  add(taskId: TaskId, text: string): Promise<void>;
  /**
   * Hands over those that wait, and those that an earlier claim had and did not finish with; oldest first. Each is
   * handed to one claim once. Throws `stale_lease` when the fence is not the newest.
   */
  give(taskId: TaskId, fence: number): Promise<readonly string[]>;
  /** What this claim was given is done with: its turn has ended. */
  done(taskId: TaskId, fence: number): Promise<void>;
  /** All that were ever written, oldest first. */
  list(taskId: TaskId): Promise<readonly Message[]>;
}

/** Results of named steps of a run, so that a run that goes on after a crash does not repeat them. */
export interface Steps {
  get(taskId: TaskId, key: string): Promise<unknown>;
  put(taskId: TaskId, key: string, value: unknown): Promise<void>;
  clear(taskId: TaskId): Promise<void>;
}

export interface PhaseFilter {
  readonly projectId?: ProjectId;
  /** Only those of this home's projects. */
  readonly home?: string;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  readonly states?: readonly PhaseState[];
}

export interface Phases {
  /** Throws `already_exists` while another phase of the project, that is not over, has the name. */
  insert(phase: Phase): Promise<void>;
  get(id: PhaseId): Promise<Phase | undefined>;
  /**
   * By id, or by name: the one that is not over, else the newest. Throws `ambiguous` when, without a project, several
   * have the name. What lies outside of the reach is not there.
   */
  find(ref: string, projectId?: ProjectId, reach?: Reach): Promise<Phase | undefined>;
  /** Newest first. */
  list(filter: PhaseFilter): Promise<readonly Phase[]>;
  /** Replaces the version before it; throws `stale_version` when that is not the stored one, and `not_found`. */
  update(phase: Phase): Promise<void>;
}

export interface RequestFilter {
  readonly projectId?: ProjectId;
  /** Only those of this home's projects. */
  readonly home?: string;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  readonly states?: readonly RequestState[];
}

export interface Requests {
  insert(request: Request): Promise<void>;
  /** By id or the beginning of one. Throws `ambiguous`. What lies outside of the reach is not there. */
  find(ref: string, reach?: Reach): Promise<Request | undefined>;
  /** Newest first. */
  list(filter: RequestFilter): Promise<readonly Request[]>;
  /** Replaces the version before it; throws `stale_version` when that is not the stored one, and `not_found`. */
  update(request: Request): Promise<void>;
}

export interface Templates {
  /** With its first version. Throws `already_exists` when another that is not deleted has the name, in any case. */
  insert(template: Template, version: TemplateVersion, files: readonly TemplateFile[]): Promise<void>;
  /** Also a deleted one. */
  get(id: TemplateId): Promise<Template | undefined>;
  /** By id or, without regard to case, by name; only those that are not deleted. */
  find(ref: string): Promise<Template | undefined>;
  /** In the order of their names. */
  list(filter?: { readonly withDeleted?: boolean }): Promise<readonly Template[]>;
  /** Makes a version active, deletes the template. Throws `not_found`. */
  update(
    id: TemplateId,
    patch: Pick<Partial<Template>, 'activeVersionId' | 'updatedAt' | 'deletedAt'>,
  ): Promise<Template>;
  /** Throws `already_exists` when the template has a version of this name or number. */
  addVersion(version: TemplateVersion, files: readonly TemplateFile[]): Promise<void>;
  /** Also of a deleted template. */
  version(id: TemplateVersionId): Promise<TemplateVersion | undefined>;
  /** Newest first. */
  versions(id: TemplateId): Promise<readonly TemplateVersion[]>;
  /** In the order of their paths. */
  files(id: TemplateVersionId): Promise<readonly TemplateFile[]>;
  /** Keeps what nobody may read in the task or its log: the values of sensitive parameters. They go with the task. */
  keepSecrets(taskId: TaskId, values: readonly ParameterValue[]): Promise<void>;
  secrets(taskId: TaskId): Promise<readonly ParameterValue[]>;
}

/** What may change of a webhook; the rest is what it is. */
export type WebhookPatch = Partial<Omit<Webhook, 'id' | 'home' | 'createdAt'>>;

export interface Webhooks {
  insert(webhook: Webhook): Promise<void>;
  get(id: WebhookId): Promise<Webhook | undefined>;
  /** In the order they were added. */
  list(): Promise<readonly Webhook[]>;
  /** Throws `not_found`. */
  update(id: WebhookId, patch: WebhookPatch): Promise<Webhook>;
  /** With its deliveries. */
  remove(id: WebhookId): Promise<void>;
}

export interface DeliveryQuery {
  readonly webhookId: WebhookId;
  /** Older than this delivery (exclusive), for paging. */
  readonly before?: string;
  readonly limit?: number;
}

export interface Deliveries {
  /** Throws `not_found` when the webhook is gone. */
  insert(delivery: Delivery): Promise<void>;
  get(id: string): Promise<Delivery | undefined>;
  /** Newest first; at most `limit` (100 unless told). */
  list(query: DeliveryQuery): Promise<readonly Delivery[]>;
  /** The one of an event that is not over: there is at most one for each webhook. */
  open(webhookId: WebhookId): Promise<Delivery | undefined>;
  /** Replaces it; does nothing when it is gone. */
  update(delivery: Delivery): Promise<void>;
  /** Removes all that are over but the newest `keep`. */
  prune(webhookId: WebhookId, keep: number): Promise<void>;
}

/** What is wrong with agents; who is not in here is well. */
export interface AgentHealths {
  get(home: string, agent: string): Promise<AgentHealth | undefined>;
  /** Of one home, by name. */
  list(home: string): Promise<readonly AgentHealth[]>;
  /** Replaces what was known. One that is well again is forgotten. */
  put(health: AgentHealth): Promise<void>;
}

/** A request that may be sent again, by who sent it and the key that they gave it. */
export interface RepeatableRequest {
  readonly actor: string;
  readonly key: string;
  /** Stands for all of the request: another one under the same key is a mistake. */
  readonly fingerprint: string;
}

export type AnswerFound =
  /** Nobody has sent it: it is the caller's now, who must call `keep` or `drop`. */
  | { readonly kind: 'new' }
  /** Somebody is at it, or was when their process ended. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'answered'; readonly answer: string }
  /** The key was used for another request. */
  | { readonly kind: 'other' };

/** Answers to requests, kept so that a request that is sent again is not done again. */
export interface Answers {
  /** Looks the request up, and begins it when it is new; what is older than `keepMs` is forgotten first. */
  begin(request: RepeatableRequest, keepMs: number): Promise<AnswerFound>;
  keep(request: RepeatableRequest, answer: string): Promise<void>;
  /** It came to nothing, and may be sent again. */
  drop(request: RepeatableRequest): Promise<void>;
}

/** What agents used, for statistics and for the budgets of a day. */
export interface Usages {
  /** Adds to the sums of that day, attempt and model. */
  add(row: UsageRow): Promise<void>;
  /** By the key of the groups. */
  sums(query: UsageQuery): Promise<readonly UsageGroupSums[]>;
}

export interface InquiryFilter {
  readonly taskId?: TaskId;
  readonly projectId?: ProjectId;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  readonly kind?: Inquiry['kind'];
  readonly outcome?: InquiryOutcome['kind'];
  /** Asked later than this one (exclusive), for paging. */
  readonly after?: string;
  readonly limit?: number;
}

/** What agents want from people. */
export interface Inquiries {
  /** Throws `not_found` when its task is gone. */
  insert(inquiry: Inquiry): Promise<void>;
  get(id: string): Promise<Inquiry | undefined>;
  /** In the order in which they were asked. */
  list(filter: InquiryFilter): Promise<readonly Inquiry[]>;
  /** As it is then: with another outcome when somebody was faster. Throws `not_found`. */
  close(id: string, outcome: InquiryOutcome): Promise<Inquiry>;
}

/** The memory of a project: how conflicts in its files were resolved. At most one for each conflict. */
export interface Resolutions {
  /** Keeps it, in place of the one that this conflict had. */
  put(resolution: Resolution): Promise<void>;
  get(id: ResolutionId): Promise<Resolution | undefined>;
  /** Those that there are of these conflicts (conflictKey), in no order. */
  find(projectId: ProjectId, conflicts: readonly string[]): Promise<readonly Resolution[]>;
  /** Newest first. */
  list(projectId: ProjectId): Promise<readonly Resolution[]>;
  /** What was applied with them stands on the branch: they are proven now. Those that are gone meanwhile are left out. */
  used(ids: readonly ResolutionId[], at: number): Promise<void>;
  /** Those of them that there are; returns how many. */
  remove(ids: readonly ResolutionId[]): Promise<number>;
}

/** Comments of people on the work of tasks; they go with the task. */
export interface Comments {
  insert(comment: ReviewComment): Promise<void>;
  /** Drafts and those that were sent, oldest first. */
  list(taskId: TaskId): Promise<readonly ReviewComment[]>;
  /** Makes drafts sent; tells how many of them still were drafts. */
  markSent(ids: readonly string[], at: number): Promise<number>;
  remove(id: string): Promise<void>;
}

/** Which tasks attempt the same thing; they go with their task. */
export interface Variants {
  /** Does nothing for a task that is in a group already. Throws `not_found`. */
  add(member: VariantMember): Promise<void>;
  /** All of the group that the task is in, by their numbers; empty when it is in none. */
  of(taskId: TaskId): Promise<readonly VariantMember[]>;
}

/** What judges made of the variants of tasks; they go with their project. */
export interface Rankings {
  /** Keeps a new one, or the same as it is now. Throws `invalid_transition` for a new one while another of its group is `working`. */
  put(ranking: Ranking): Promise<void>;
  /** The newest one of a group. */
  latest(group: TaskId): Promise<Ranking | undefined>;
  /** Those that judges of this home are at. */
  working(home: string): Promise<readonly Ranking[]>;
}

export interface StoreOperations {
  readonly projects: Projects;
  readonly tasks: Tasks;
  readonly leases: Leases;
  readonly attempts: Attempts;
  readonly events: Events;
  readonly messages: Messages;
  readonly steps: Steps;
  readonly phases: Phases;
  readonly users: Users;
  readonly members: Members;
  readonly tokens: Tokens;
  readonly audit: Audit;
  /**
   * The time by which leases are judged, in milliseconds since 1970: one clock for all who use the store, so that no
   * worker whose own clock is wrong takes a task from another.
   */
  now(): Promise<number>;
  readonly requests: Requests;
  readonly schedules: Schedules;
  readonly intakes: Intakes;
  readonly templates: Templates;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly agents: AgentHealths;
  readonly answers: Answers;
  readonly usage: Usages;
  readonly inquiries: Inquiries;
  readonly resolutions: Resolutions;
  readonly comments: Comments;
  readonly variants: Variants;
  readonly rankings: Rankings;
}

export interface Store extends StoreOperations {
  /**
   * Runs `work` as one serial transaction: all of it or nothing, and no other transition in between. `work` must use
   * the operations it is given and must not wait for anything but them. Listeners hear of its events after the commit.
   */
  transition<T>(work: (within: StoreOperations) => Promise<T>): Promise<T>;
  /**
   * Called after each commit with its events, in log order. Where other processes write to the same store, theirs come
   * too, in the same order, those of several commits perhaps together. Returns how to stop listening.
   */
  onEvents(listener: (records: readonly EventRecord[]) => void): () => void;
  /** Facts for `tasklane doctor`: driver, file or server, schema version, size. */
  describe(): Promise<Readonly<Record<string, string | number>>>;
  close(): Promise<void>;
}

/** What a driver needs from outside, so that tests can own time and identity. */
export interface StoreClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
