// From what a request names (template, version, preset, values) to one version with all its values, or to an error that
// says what is missing and which presets would give it.
import { AppError } from '../../domain/errors.ts';
import type { ParameterValue, Preset, Template, TemplateVersion } from '../../domain/template.ts';
import { maxValueLength } from '../../domain/template/parameter-value.ts';
import { presetsFilling, resolveParameters } from '../../domain/template/resolve.ts';
import type { EffectiveValue, Resolved } from '../../domain/template/resolve.ts';
import type { Templates } from '../../store/store.ts';
import { findPreset, findTemplate, findVersion, findVersionById } from './find.ts';

export interface ResolveTemplate {
  /** Name or id. May be left out where the version is named by its id. */
  readonly template?: string | undefined;
  /** Id, name or number; the active one when it is left out. */
  readonly version?: string | undefined;
  /** Id or name. A preset that is the default is not applied by itself. */
  readonly preset?: string | undefined;
  /** Texts, numbers, yes/no or lists. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Becomes the value of a parameter “AI Prompt” where the template has one and the request says none. */
  readonly prompt?: string | undefined;
}

export interface ResolvedTemplate {
  readonly template: Template;
  readonly version: TemplateVersion;
  readonly preset: Preset | null;
  /** In the order of the template, also the sensitive ones. */
  readonly values: readonly EffectiveValue[];
  readonly warnings: readonly string[];
}

/** Templates made for Coder tasks take the prompt as a parameter of this name. */
const promptParameter = 'AI Prompt';

/**
 * Throws `not_found` (template, version, preset), `required_parameter` when something required was not given (details:
 * `parameters`, `presets`), `invalid_input` for values that are not allowed (details: `problems`).
 */
export async function resolveTemplate(
  templates: Templates,
  input: ResolveTemplate,
): Promise<ResolvedTemplate> {
  const { template, version } = await versionFor(templates, input);
  const preset = input.preset === undefined ? null : findPreset(version, template.name, input.preset);
  const resolved = resolveParameters(version.parameters, { request: requested(version, input), preset });
  refuseMissing(template, version, resolved);
  refuseInvalid(template, resolved);
  return { template, version, preset, values: resolved.values, warnings: resolved.warnings };
}

/** The values that the task itself may show. */
export function isSensitive(version: TemplateVersion, value: ParameterValue): boolean {
  return version.parameters.some((parameter) => parameter.name === value.name && parameter.sensitive);
}

async function versionFor(
  templates: Templates,
  input: ResolveTemplate,
): Promise<{ readonly template: Template; readonly version: TemplateVersion }> {
  if (input.template !== undefined) {
    const template = await findTemplate(templates, input.template);
    return { template, version: await findVersion(templates, template, input.version) };
  }
  if (input.version !== undefined) return findVersionById(templates, input.version);
  throw new AppError('invalid_input', 'A preset and parameters belong to a template, and none was named.', {
    next: 'Name the template: --template NAME.',
  });
}

function requested(version: TemplateVersion, input: ResolveTemplate): Readonly<Record<string, unknown>> {
  const takesPrompt = version.parameters.some((parameter) => parameter.name === promptParameter);
  if (!takesPrompt || input.prompt === undefined || input.prompt.length > maxValueLength)
    return input.parameters ?? {};
  return { [promptParameter]: input.prompt, ...input.parameters };
}

function refuseMissing(template: Template, version: TemplateVersion, { missing }: Resolved): void {
  if (missing.length === 0) return;
  const presets = presetsFilling(version.presets, missing);
  const [best] = presets.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  const values = missing.map((name) => `--parameter ${/\s/.test(name) ? `"${name}=…"` : `${name}=…`}`);
  const given = `give ${values.join(' ')}`;
  throw new AppError(
    'required_parameter',
    `Required parameter not provided: ${missing.join(', ')} (template ${template.name}, ${version.name}).`,
    {
      next:
        best === undefined
          ? `${given[0]?.toUpperCase()}${given.slice(1)}.`
          : withPresets(presets, best, given),
      details: {
        template: template.name,
        version: version.name,
        parameters: missing,
        presets: presets.map(({ id, name, isDefault }) => ({ id, name, default: isDefault })),
      },
    },
  );
}

function withPresets(presets: readonly Preset[], best: Preset, given: string): string {
  const others = presets.filter((preset) => preset !== best).map((preset) => `“${preset.name}”`);
  const also = others.length === 0 ? '' : ` (also: ${others.join(', ')})`;
  return `Use --preset "${best.name}"${also}, or ${given}.`;
}

function refuseInvalid(template: Template, { problems }: Resolved): void {
  if (problems.length === 0) return;
  const said = problems.map(({ parameter, message }) => `${parameter}: ${message}`);
  throw new AppError(
    'invalid_input',
    `A parameter of template ${template.name} is not right: ${said.join('; ')}.`,
    {
      next: `See what it takes: tasklane template show ${template.name}`,
      details: {
        template: template.name,
        problems: problems.map(({ parameter, message }) => ({ field: parameter, message })),
      },
    },
  );
}
