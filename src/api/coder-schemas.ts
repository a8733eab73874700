// The JSON of Coder's task API (codersdk, the shape of v2.29 to v2.36), as far as we speak it. Foreign names, so they are kept
// as they are: presets have capital letters there, because the Go struct has no JSON tags.
import { z } from 'zod';
import { coderStatuses } from '../domain/coder/view.ts';
import { time } from './schemas.ts';

const id = z.string();

export const coderTask = z.strictObject({
  id,
  /** The project. */
  organization_id: id,
  owner_id: id,
  owner_name: z.string(),
  name: z.string(),
  display_name: z.string(),
  template_id: id,
  template_version_id: id,
  template_name: z.string(),
  template_display_name: z.string(),
  template_icon: z.string(),
  workspace_id: id.nullable(),
  workspace_name: z.string(),
  workspace_status: z.enum(['pending', 'starting', 'running', 'stopped', 'failed', 'canceled']),
  workspace_build_number: z.int(),
  workspace_agent_id: id.nullable(),
  workspace_app_id: id.nullable(),
  workspace_agent_lifecycle: z.enum(['created', 'starting', 'start_error', 'ready', 'off']).nullable(),
  workspace_agent_health: z.strictObject({ healthy: z.boolean(), reason: z.string().optional() }).nullable(),
  initial_prompt: z.string(),
  status: z.enum(coderStatuses),
  current_state: z.strictObject({
    timestamp: time,
    state: z.enum(['working', 'idle']),
    /** Ours: what is finer than these two. */
    detail_state: z.enum(['working', 'idle', 'complete', 'failure']),
    message: z.string(),
    uri: z.string(),
  }),
  created_at: time,
  updated_at: time,
});

export const coderTaskList = z.strictObject({ tasks: z.array(coderTask), count: z.int() });

export const coderTaskCreate = z.object({
  template_version_id: z.string().min(1),
  template_version_preset_id: z.string().nullish(),
  input: z.string(),
  name: z.string().nullish(),
  display_name: z.string().nullish(),
  /** Ours: the project, where there are several. Coder has it in the template. */
  organization: z.string().nullish(),
  /** Not in Coder (its issue 20837): values beside those of the preset. */
  rich_parameter_values: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

export const coderInput = z.object({ input: z.string() });

export const coderLogEntry = z.strictObject({
  id: z.int(),
  content: z.string(),
  type: z.enum(['input', 'output']),
  time,
});

export const coderLogs = z.strictObject({
  logs: z.array(coderLogEntry),
  snapshot: z.literal(true).optional(),
  snapshot_at: time.optional(),
});

export const coderPreset = z.strictObject({
  ID: id,
  Name: z.string(),
  Parameters: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
  Default: z.boolean(),
  DesiredPrebuildInstances: z.int().nullable(),
  Description: z.string(),
  Icon: z.string(),
});

export const coderParameter = z.strictObject({
  name: z.string(),
  display_name: z.string(),
  description: z.string(),
  description_plaintext: z.string(),
  type: z.enum(['string', 'number', 'bool', 'list(string)']),
  form_type: z.string(),
  mutable: z.boolean(),
  default_value: z.string(),
  icon: z.string(),
  options: z.array(
    z.strictObject({ name: z.string(), description: z.string(), value: z.string(), icon: z.string() }),
  ),
  validation_error: z.string().optional(),
  validation_regex: z.string().optional(),
  validation_min: z.number().optional(),
  validation_max: z.number().optional(),
  required: z.boolean(),
  ephemeral: z.boolean(),
});

export const coderTemplate = z.strictObject({
  id,
  created_at: time,
  updated_at: time,
  organization_id: id,
  organization_name: z.string(),
  organization_display_name: z.string(),
  organization_icon: z.string(),
  name: z.string(),
  display_name: z.string(),
  provisioner: z.string(),
  active_version_id: id,
  active_user_count: z.int(),
  build_time_stats: z.record(z.string(), z.unknown()),
  description: z.string(),
  deprecated: z.boolean(),
  deprecation_message: z.string(),
  icon: z.string(),
  default_ttl_ms: z.int(),
  activity_bump_ms: z.int(),
  created_by_id: id,
  created_by_name: z.string(),
  allow_user_autostart: z.boolean(),
  allow_user_autostop: z.boolean(),
  allow_user_cancel_workspace_jobs: z.boolean(),
  require_active_version: z.boolean(),
  use_classic_parameter_flow: z.boolean(),
});

export const coderTemplateVersion = z.strictObject({
  id,
  template_id: id,
  organization_id: id,
  created_at: time,
  updated_at: time,
  name: z.string(),
  message: z.string(),
  job: z.record(z.string(), z.unknown()),
  readme: z.string(),
  created_by: z.strictObject({ id, username: z.string(), avatar_url: z.string() }),
  archived: z.boolean(),
  warnings: z.array(z.string()),
  matched_provisioners: z.null(),
  has_external_agent: z.boolean(),
  has_ai_task: z.boolean(),
});

export const coderBuildLogs = z.array(
  z.strictObject({
    id: z.int(),
    created_at: time,
    log_source: z.enum(['provisioner', 'provisioner_daemon']),
    log_level: z.enum(['info', 'warn', 'error']),
    stage: z.string(),
    output: z.string(),
  }),
);

export const coderOrganization = z.strictObject({
  id,
  name: z.string(),
  display_name: z.string(),
  icon: z.string(),
  description: z.string(),
  created_at: time,
  updated_at: time,
  is_default: z.boolean(),
});

export const coderError = z.strictObject({
  message: z.string(),
  detail: z.string().optional(),
  validations: z.array(z.strictObject({ field: z.string(), detail: z.string() })).optional(),
});

export type CoderTaskJson = z.infer<typeof coderTask>;
export type CoderTaskListJson = z.infer<typeof coderTaskList>;
export type CoderLogsJson = z.infer<typeof coderLogs>;
export type CoderLogEntryJson = z.infer<typeof coderLogEntry>;
export type CoderPresetJson = z.infer<typeof coderPreset>;
export type CoderParameterJson = z.infer<typeof coderParameter>;
export type CoderTemplateJson = z.infer<typeof coderTemplate>;
export type CoderTemplateVersionJson = z.infer<typeof coderTemplateVersion>;
export type CoderBuildLogsJson = z.infer<typeof coderBuildLogs>;
export type CoderOrganizationJson = z.infer<typeof coderOrganization>;
export type CoderErrorJson = z.infer<typeof coderError>;
