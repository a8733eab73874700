// Templates as the contract shows them.
import type {
  TemplateFileListJson,
  TemplateJson,
  TemplateResolvedJson,
  TemplateVersionJson,
} from '../api/template-schemas.ts';
import type { Parameter, Template, TemplateFile, TemplateVersion } from '../domain/template.ts';
import { variableOf } from '../domain/template/environment.ts';
import type { Engine } from '../engine/engine.ts';
import { time } from './present.ts';

/** `active` is its active version. */
export function templateJson(template: Template, active: TemplateVersion): TemplateJson {
  return {
    id: template.id,
    name: template.name,
    display_name: active.displayName,
    description: active.description,
    icon: active.icon,
    origin: template.origin,
    active_version_id: template.activeVersionId,
    active_version: active.name,
    created_by: template.createdBy,
    created_at: time(template.createdAt),
    updated_at: time(template.updatedAt),
  };
}

export function versionJson(template: Template, version: TemplateVersion): TemplateVersionJson {
  const { setup } = version;
  return {
    id: version.id,
    template_id: version.templateId,
    number: version.number,
    name: version.name,
    is_active: template.activeVersionId === version.id,
    message: version.message,
    digest: version.digest,
    created_by: version.createdBy,
    created_at: time(version.createdAt),
    agent: version.agent,
    model: version.model,
    isolation: version.isolation,
    image: version.image,
    setup: setup?.kind === 'text' ? setup.text : null,
    setup_file: setup?.kind === 'file' ? setup.path : null,
    system_prompt: version.systemPrompt,
    policy: version.policy,
    checks:
      version.checks?.map(({ name, command, timeoutMs }) => ({ name, command, timeout_ms: timeoutMs })) ??
      null,
    limits: { timeout_ms: version.limits.timeoutMs, max_turns: version.limits.maxTurns },
    parameters: version.parameters.map(parameterJson),
    presets: version.presets.map(({ isDefault, parameters, ...preset }) => ({
      ...preset,
      default: isDefault,
      parameters: [...parameters],
    })),
  };
}

function parameterJson(parameter: Parameter): TemplateVersionJson['parameters'][number] {
  const { displayName, defaultValue, options, ...rest } = parameter;
  return {
    ...rest,
    display_name: displayName,
    default_value: defaultValue,
    options: [...options],
    variable: variableOf(parameter.name),
  };
}

export function fileJson({ path, content, executable }: TemplateFile): TemplateFileListJson['files'][number] {
  const bytes = Buffer.from(content);
  const text = bytes.toString('utf8');
  const isText = !text.includes('\0') && Buffer.from(text).equals(bytes);
  return isText
    ? { path, executable, encoding: 'utf8', content: text }
    : { path, executable, encoding: 'base64', content: bytes.toString('base64') };
}

export function resolvedJson(
  resolved: Awaited<ReturnType<Engine['templates']['resolve']>>,
): TemplateResolvedJson {
  const { version, preset } = resolved;
  const sensitive = version.parameters.filter((one) => one.sensitive).map((one) => one.name);
  return {
    version: version.name,
    version_id: version.id,
    preset: preset?.name ?? null,
    preset_id: preset?.id ?? null,
    parameters: resolved.values.map((one) => ({
      ...one,
      value: sensitive.includes(one.name) ? null : one.value,
    })),
    warnings: [...resolved.warnings],
  };
}
