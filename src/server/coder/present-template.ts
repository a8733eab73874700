// Templates, versions, presets and parameters as Coder's clients read them.
import type {
  CoderParameterJson,
  CoderPresetJson,
  CoderTemplateJson,
  CoderTemplateVersionJson,
} from '../../api/coder-schemas.ts';
import type { Parameter, Preset } from '../../domain/template.ts';
import type { TemplateView } from '../../engine/template/templates.ts';
import { time } from '../present.ts';
import type { Organization } from './organization.ts';
import type { Directory } from './directory.ts';

export function coderTemplate(
  directory: Directory,
  organization: Organization,
  { template, version }: TemplateView,
): CoderTemplateJson {
  const author = directory.owner(template.createdBy);
  return {
    id: template.id,
    created_at: time(template.createdAt),
    updated_at: time(template.updatedAt),
    organization_id: organization.id,
    organization_name: organization.name,
    organization_display_name: organization.name,
    organization_icon: '',
    name: template.name,
    display_name: version.displayName,
    provisioner: 'terraform', // what its clients know; nothing here runs it
    active_version_id: template.activeVersionId,
    active_user_count: -1,
    build_time_stats: { start: { P50: null, P95: null }, stop: { P50: null, P95: null } },
    description: version.description,
    deprecated: false,
    deprecation_message: '',
    icon: version.icon,
    default_ttl_ms: 0,
    activity_bump_ms: 0,
    created_by_id: author.id,
    created_by_name: author.name,
    allow_user_autostart: false,
    allow_user_autostop: false,
    allow_user_cancel_workspace_jobs: true,
    require_active_version: false,
    use_classic_parameter_flow: true,
  };
}

export function coderTemplateVersion(
  directory: Directory,
  organization: Organization,
  { template, version }: TemplateView,
): CoderTemplateVersionJson {
  const at = time(version.createdAt);
  const author = directory.owner(version.createdBy);
  return {
    id: version.id,
    template_id: template.id,
    organization_id: organization.id,
    created_at: at,
    updated_at: at,
    name: version.name,
    message: version.message,
    // Nothing has to be built before a version can be used.
    job: {
      id: version.id,
      created_at: at,
      started_at: at,
      completed_at: at,
      status: 'succeeded',
      file_id: version.id,
      tags: {},
      queue_position: 0,
      queue_size: 0,
      organization_id: organization.id,
      input: {},
      type: 'template_version_import',
    },
    readme: version.description,
    created_by: { id: author.id, username: author.name, avatar_url: '' },
    archived: false,
    warnings: [],
    matched_provisioners: null,
    has_external_agent: false,
    has_ai_task: true,
  };
}

export function coderPreset(preset: Preset): CoderPresetJson {
  return {
    ID: preset.id,
    Name: preset.name,
    Parameters: preset.parameters.map(({ name, value }) => ({ Name: name, Value: value })),
    Default: preset.isDefault,
    DesiredPrebuildInstances: null,
    Description: preset.description,
    Icon: preset.icon,
  };
}

export function coderParameter(parameter: Parameter): CoderParameterJson {
  const { regex, min, max, error } = parameter.validation;
  return {
    name: parameter.name,
    display_name: parameter.displayName,
    description: parameter.description,
    description_plaintext: parameter.description,
    type: parameter.type,
    form_type: formOf(parameter),
    mutable: parameter.mutable,
    default_value: parameter.defaultValue ?? '',
    icon: parameter.icon,
    options: [...parameter.options],
    ...(error !== null && { validation_error: error }),
    ...(regex !== null && { validation_regex: regex }),
    ...(min !== null && { validation_min: min }),
    ...(max !== null && { validation_max: max }),
    required: parameter.required,
    ephemeral: false,
  };
}

function formOf({ type, options }: Parameter): string {
  if (options.length > 0) return type === 'list(string)' ? 'multi-select' : 'dropdown';
  if (type === 'bool') return 'checkbox';
  return type === 'list(string)' ? 'tag-select' : 'input';
}
