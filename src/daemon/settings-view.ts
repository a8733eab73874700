// The settings of a project as they are shown: each with all who say something of it, so that a person sees which one counts and
// what is behind it. None of them holds a secret: keys, tokens and variables of agents cannot be set for a project.
import type { ProjectSettingJson, ProjectSettingsJson } from '../api/settings-schemas.ts';
import type { EffectiveConfig } from '../config.ts';
import { meanings } from '../config/meanings.ts';
import { defaults, projectKeys } from '../config/settings.ts';
import type { SettingKey } from '../config/settings.ts';
import type { Project } from '../domain/project.ts';
import { readOwn } from './own-settings.ts';
import type { ConfigOf } from './project-settings.ts';

/** Throws `invalid_config`. */
export async function settingsJson(
  project: Project,
  { configOf, home }: { readonly configOf: ConfigOf; readonly home: string },
): Promise<ProjectSettingsJson> {
  const config = await configOf(project);
  const { version, file } = readOwn(home, project);
  return {
    project_id: project.id,
    project_name: project.name,
    version,
    file,
    settings: projectKeys.map((key) => settingJson(config, key)),
    warnings: [...config.warnings],
  };
}

function settingJson({ layers }: EffectiveConfig, key: SettingKey): ProjectSettingJson {
  const said: ProjectSettingJson['said'] = [{ from: 'default', place: null, value: defaults[key] }];
  for (const { kind, place, values } of layers)
    if (kind !== 'call' && values[key] !== undefined) said.push({ from: kind, place, value: values[key] });
  const last = said.at(-1);
  if (last === undefined) throw new Error(`${key} has no default`);
  return { key, meaning: meanings[key], ...last, said };
}
