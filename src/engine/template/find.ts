// From a name or an id to a template, a version, a preset; or to an error that says what there is.
import { AppError } from '../../domain/errors.ts';
import { templateVersionId } from '../../domain/ids.ts';
import type { Preset, Template, TemplateVersion } from '../../domain/template.ts';
import type { Templates } from '../../store/store.ts';

export async function findTemplate(templates: Templates, ref: string): Promise<Template> {
  const found = await templates.find(ref);
  if (found !== undefined) return found;
  const names = (await templates.list()).map((template) => template.name);
  throw new AppError('not_found', `There is no template “${ref}”.`, {
    next:
      names.length === 0
        ? 'Make one with `tasklane template init DIR`, then push it.'
        : `These exist: ${names.join(', ')}. Push another with \`tasklane template push DIR\`.`,
    details: { ref, templates: names },
  });
}

/** `ref`: an id, a name, a number; undefined = the active one. */
export async function findVersion(
  templates: Templates,
  template: Template,
  ref: string | undefined,
): Promise<TemplateVersion> {
  if (ref === undefined) return activeVersion(templates, template);
  const all = await templates.versions(template.id);
  const found =
    all.find((version) => version.id === ref || version.name === ref) ??
    all.find((version) => String(version.number) === ref.replace(/^v(?=\d+$)/, ''));
  if (found !== undefined) return found;
  const names = all.slice(0, 20).map((version) => version.name);
  throw new AppError('not_found', `Template “${template.name}” has no version “${ref}”.`, {
    next: `It has: ${names.join(', ')}${all.length > names.length ? ', and older ones' : ''}.`,
    details: { template: template.name, ref, versions: names },
  });
}

export async function activeVersion(templates: Templates, template: Template): Promise<TemplateVersion> {
  const version = await templates.version(template.activeVersionId);
  if (version === undefined) throw new Error(`the active version of template ${template.name} is missing`);
  return version;
}

/** The version with this id and its template. A version of a deleted template is not found. */
export async function findVersionById(
  templates: Templates,
  id: string,
): Promise<{ readonly template: Template; readonly version: TemplateVersion }> {
  const version = await templates.version(templateVersionId(id));
  const template = version && (await templates.get(version.templateId));
  if (version === undefined || template === undefined || template.deletedAt !== null)
    throw new AppError('not_found', `There is no template version “${id}”.`, {
      next: 'A version without its template is named by its id; see `tasklane template versions NAME`.',
      details: { ref: id },
    });
  return { template, version };
}

export function findPreset(version: TemplateVersion, templateName: string, ref: string): Preset {
  const found =
    version.presets.find((preset) => preset.id === ref || preset.name === ref) ??
    version.presets.find((preset) => preset.name.toLowerCase() === ref.toLowerCase());
  if (found !== undefined) return found;
  const names = version.presets.map((preset) => preset.name);
  throw new AppError('not_found', `Template “${templateName}” (${version.name}) has no preset “${ref}”.`, {
    next:
      names.length === 0
        ? 'It has no presets: give its parameters themselves.'
        : `It has: ${names.map((name) => `“${name}”`).join(', ')}.`,
    details: { template: templateName, version: version.name, ref, presets: names },
  });
}
