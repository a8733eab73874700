// `tasklane project config`, `set` and `reset`: what counts for a project and who says so, and what is set for it in Tasklane.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { Client } from '../../api/client.ts';
import type { ProjectJson } from '../../api/schemas.ts';
import type {
  ProjectSettingJson,
  ProjectSettingsChangeJson,
  ProjectSettingsJson,
} from '../../api/settings-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { sayWarnings } from '../say-warnings.ts';
import { settingsFrom } from '../setting-values.ts';
import { table } from '../table.ts';

export interface ChangeSettingsFlags extends OutputFlags, ProjectFlags {
  readonly ifVersion?: number;
}

export async function showProjectConfig(
  context: Context,
  ref: string | undefined,
  flags: OutputFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = await projectFor(context, client, ref);
  const shown = await client.call(endpoints.projectSettings, { params: { project: project.id } });
  if (wantsJson(flags)) return printJson(context, shown);
  const rows = shown.settings.map((one) => [one.key, one.from, valueText(one.value), behindText(one)]);
  print(context, table(['KEY', 'FROM', 'VALUE', 'INSTEAD OF'], rows, context.stdout.columns));
  say(context, `version ${shown.version} of ${shown.file}`);
  sayWarnings(context, shown);
}

export async function setProjectConfig(
  context: Context,
  settings: readonly string[],
  flags: ChangeSettingsFlags,
): Promise<void> {
  await change(context, { set: settingsFrom(settings) }, flags);
}

export async function resetProjectConfig(
  context: Context,
  keys: readonly string[],
  flags: ChangeSettingsFlags,
): Promise<void> {
  await change(context, { reset: [...keys] }, flags);
}

async function change(
  context: Context,
  body: ProjectSettingsChangeJson,
  flags: ChangeSettingsFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = await projectFor(context, client, flags.project);
  const version = flags.ifVersion === undefined ? {} : { version: flags.ifVersion };
  const changed = await client.call(endpoints.changeProjectSettings, {
    params: { project: project.id },
    body: { ...body, ...version },
  });
  if (wantsJson(flags)) return printJson(context, changed);
  const keys = [...Object.keys(body.set ?? {}), ...(body.reset ?? [])];
  for (const one of changed.settings.filter(({ key }) => keys.includes(key))) sayWhatCounts(context, one);
  sayWarnings(context, changed);
}

function sayWhatCounts(context: Context, { key, value, from, place, said }: ProjectSettingJson): void {
  const where = place === null ? '' : ` (${place})`;
  const isOverruled = from !== 'project' && said.some((one) => one.from === 'project');
  const but = isOverruled ? ', which is stronger than what is set for the project' : '';
  print(context, `${key} is ${valueText(value)}, from: ${from}${where}${but}`);
}

async function projectFor(context: Context, client: Client, ref: string | undefined): Promise<ProjectJson> {
  const project = await findProject(context, client, ref);
  if (project !== null) return project;
  throw new AppError('not_found', `${context.cwd} is in no project.`, {
    next: 'Name one (see `tasklane project list`), or add this repository with `tasklane project add`.',
  });
}

/** What would count without the one that does, where a person or a file says it. */
function behindText({ said }: ProjectSettingsJson['settings'][number]): string {
  const behind = said.at(-2);
  return behind === undefined || behind.from === 'default'
    ? ''
    : `${behind.from}: ${valueText(behind.value)}`;
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
