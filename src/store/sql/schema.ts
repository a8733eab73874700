// The tables, as Kysely sees them. Only what both databases have alike: text (also for JSON), whole numbers (times are
// milliseconds), explicit ids. A value stands in one place: what is a column of `tasks` is not in its `body`.
import type { ScheduleState } from '../../domain/planning/schedule.ts';
import type { RankingState } from '../../domain/ranking/ranking.ts';
import type { AuditRow, MemberRow, TokenRow, UserRow } from './identity-rows.ts';

export interface Schema {
  readonly schema_versions: SchemaVersionRow;
  readonly counters: CounterRow;
  readonly projects: ProjectRow;
  readonly tasks: TaskRow;
  readonly leases: LeaseRow;
  readonly attempts: AttemptRow;
  readonly events: EventRow;
  readonly messages: MessageRow;
  readonly steps: StepRow;
  readonly phases: PhaseRow;
  readonly templates: TemplateRow;
  readonly template_versions: TemplateVersionRow;
  readonly template_files: TemplateFileRow;
  readonly task_secrets: TaskSecretRow;
  readonly users: UserRow;
  readonly members: MemberRow;
  readonly tokens: TokenRow;
  readonly audit: AuditRow;
  readonly requests: RequestRow;
  readonly schedules: ScheduleRow;
  readonly intakes: IntakeRow;
  readonly intake_marks: IntakeMarkRow;
  readonly webhooks: WebhookRow;
  readonly deliveries: DeliveryRow;
  readonly agent_health: AgentHealthRow;
  readonly answers: AnswerRow;
  readonly usage_sums: UsageSumsRow;
  readonly resolutions: ResolutionRow;
  readonly inquiries: InquiryRow;
  readonly review_comments: ReviewCommentRow;
  readonly variants: VariantRow;
  readonly rankings: RankingRow;
}

export interface SchemaVersionRow {
  readonly version: number;
  readonly name: string;
  readonly applied_at: number;
}

/** Numbers that are given out once and never again, also not after a removal: the ids of events, the ordinals. */
export interface CounterRow {
  readonly name: string;
  readonly value: number;
}

export interface ProjectRow {
  readonly id: string;
  /** The order in which they were added. */
  readonly ordinal: number;
  readonly name: string;
  readonly home: string;
  readonly root: string;
  readonly branch: string;
  readonly trusted: number;
  readonly created_at: number;
  /** The number of its newest task. */
  readonly last_number: number;
}

export interface TaskRow {
  readonly id: string;
  readonly project_id: string;
  readonly number: number;
  readonly name: string;
  readonly state: string;
  readonly priority: string;
  readonly position: number;
  readonly version: number;
  readonly fence: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
  /** The order in which they were added, over all projects; no clock can disturb it. */
  readonly ordinal: number;
  /** Copies of fields in `body`, to filter by. */
  readonly agent: string;
  readonly policy: string;
  readonly phase_id: string | null;
  /** Name, title and prompt in lower case, to search in. */
  readonly words: string;
  /** JSON of all other fields of the task. */
  readonly body: string;
}

export interface LeaseRow {
  readonly task_id: string;
  readonly worker: string;
  readonly fence: number;
  readonly until: number;
}

export interface AttemptRow {
  readonly id: string;
  readonly task_id: string;
  readonly number: number;
  readonly agent: string;
  readonly model: string | null;
  readonly session_id: string | null;
  readonly process_group: number | null;
  /** JSON. */
  readonly usage: string;
  readonly queued_at: number | null;
  readonly started_at: number;
  readonly ended_at: number | null;
}

export interface EventRow {
  readonly id: number;
  readonly project_id: string;
  readonly task_id: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  /** JSON. */
  readonly body: string;
}

export interface MessageRow {
  readonly task_id: string;
  readonly seq: number;
  /** A JSON string, so that any text fits: PostgreSQL refuses U+0000 in plain text. */
  readonly body: string;
  /** `pending`, `given` (to the claim of that fence), `done`. */
  readonly state: string;
  readonly fence: number | null;
}

export interface StepRow {
  readonly task_id: string;
  readonly key: string;
  /** JSON. */
  readonly value: string;
}

export interface PhaseRow {
  readonly id: string;
  readonly project_id: string;
  /** The order in which they were added, over all projects. */
  readonly ordinal: number;
  readonly name: string;
  readonly state: string;
  readonly version: number;
  /** JSON of all other fields of the phase. */
  readonly body: string;
}

export interface TemplateRow {
  readonly id: string;
  readonly name: string;
  /** The name in lower case: names differ in more than case. */
  readonly name_key: string;
  readonly active_version_id: string;
  readonly origin: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
}

export interface TemplateVersionRow {
  readonly id: string;
  readonly template_id: string;
  readonly number: number;
  readonly name: string;
  readonly digest: string;
  readonly created_at: number;
  /** JSON of all other fields of the version. */
  readonly body: string;
}

export interface TemplateFileRow {
  readonly version_id: string;
  readonly path: string;
  readonly executable: number;
  /** In base64: a file may hold any bytes. */
  readonly content: string;
}

export interface TaskSecretRow {
  readonly task_id: string;
  readonly name: string;
  /** A JSON string. */
  readonly value: string;
}

export interface RequestRow {
  readonly id: string;
  readonly project_id: string;
  /** The order in which they were made, over all projects. */
  readonly ordinal: number;
  readonly state: string;
  readonly version: number;
  /** JSON of all other fields of the request. */
  readonly body: string;
}

export interface ScheduleRow {
  readonly id: string;
  readonly project_id: string;
  /** The order in which they were made, over all projects. */
  readonly ordinal: number;
  readonly name: string;
  readonly state: ScheduleState;
  /** Null unless it is active. */
  readonly next_at: number | null;
  readonly version: number;
  /** JSON of all other fields of the schedule. */
  readonly body: string;
}

export interface IntakeRow {
  readonly id: string;
  readonly project_id: string;
  /** The order in which they were added. */
  readonly ordinal: number;
  /** JSON of all other fields of the intake. */
  readonly body: string;
}

/** Something that came in: a delivery, a body, or an issue; and the request that it became. */
export interface IntakeMarkRow {
  readonly intake_id: string;
  readonly mark: string;
  readonly request_id: string;
  readonly at: number;
}

export interface WebhookRow {
  readonly id: string;
  /** The order in which they were added. */
  readonly ordinal: number;
  readonly project_id: string | null;
  /** JSON of all other fields of the webhook. */
  readonly body: string;
}

export interface DeliveryRow {
  readonly id: string;
  readonly webhook_id: string;
  /** The order in which they were made, over all webhooks. */
  readonly ordinal: number;
  /** Null for a test. */
  readonly event_id: number | null;
  readonly state: string;
  /** JSON of all other fields of the delivery. */
  readonly body: string;
}

export interface AgentHealthRow {
  readonly home: string;
  readonly agent: string;
  /** JSON of all other fields. */
  readonly body: string;
}

/** The answer to a request that may be sent again. */
export interface AnswerRow {
  readonly actor: string;
  readonly key: string;
  readonly fingerprint: string;
  /** JSON; null while it is being made. */
  readonly answer: string | null;
  readonly at: number;
}

/** What was used, by day, attempt and model. */
export interface UsageSumsRow {
  readonly home: string;
  readonly day: string;
  readonly project_id: string;
  readonly task_id: string;
  readonly attempt_id: string;
  readonly agent: string;
  readonly model: string;
  readonly calls: number;
  readonly failed: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cached_tokens: number;
  readonly cost_micros: number;
  readonly unpriced_tokens: number;
}

/** What an agent wants from a person. */
export interface InquiryRow {
  readonly id: string;
  /** The order in which they were asked. */
  readonly ordinal: number;
  readonly project_id: string;
  readonly task_id: string;
  readonly kind: string;
  /** Copy of a field in `body`, to filter by. */
  readonly outcome: string;
  /** JSON of all other fields. */
  readonly body: string;
}

/** How a conflict in one file was resolved. */
export interface ResolutionRow {
  readonly id: string;
  readonly project_id: string;
  /** What it is about: see conflictKey. */
  readonly conflict: string;
  readonly created_at: number;
  /** JSON of all other fields. */
  readonly body: string;
}

export interface ReviewCommentRow {
  readonly id: string;
  readonly task_id: string;
  /** The order within its task. */
  readonly seq: number;
  /** Null for a draft. */
  readonly sent_at: number | null;
  /** JSON of all other fields of the comment. */
  readonly body: string;
}

export interface RankingRow {
  readonly id: string;
  readonly project_id: string;
  /** Of variants. */
  readonly group_id: string;
  /** The order within its group. */
  readonly seq: number;
  readonly state: RankingState;
  /** JSON of all other fields of the ranking. */
  readonly body: string;
}

export interface VariantRow {
  readonly task_id: string;
  /** Id of the task that the group began with. */
  readonly group_id: string;
}
