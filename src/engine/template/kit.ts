// What a task that was made from a template has around it in one copy: the template's files beside the work tree, its
// parameters in the environment, and the scripts that run before anything else.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { ParameterValue, TaskTemplate, TemplateFile, TemplateVersion } from '../../domain/template.ts';
import { variableOf } from '../../domain/template/environment.ts';
import { maskFor } from '../../domain/template/mask.ts';
import type { Mask } from '../../domain/template/mask.ts';
import { slotsOf } from '../../domain/template/slots.ts';
import type { EngineDeps } from '../deps.ts';
import { folderVariable, isProgram } from './for-task.ts';

export interface SetupScript {
  /** A command line for `sh`. */
  readonly command: string;
  /** How it is spoken of when it fails. */
  readonly name: string;
  /** What to do then. */
  readonly next: string;
}

export interface Kit {
  /** For setup, agent and checks. */
  readonly variables: Readonly<Record<string, string>>;
  /** In this order, before the agent; each must end well. */
  readonly scripts: readonly SetupScript[];
  /** Hides the values of sensitive parameters. */
  readonly mask: Mask;
}

/** What a task has before its copy is there, and one that was made without a template always. */
export function plainKit(task: Pick<Task, 'setup'>): Kit {
  return { variables: {}, scripts: projectSetup(task.setup), mask: maskFor([]) };
}

/** Writes the files into the folder of a copy (`dir`, outside its work tree), anew each time. */
export async function openKit(deps: EngineDeps, task: Task, dir: string): Promise<Kit> {
  if (task.template === null) return plainKit(task);
  const { templates } = deps.store;
  const version = await templates.version(task.template.versionId);
  if (version === undefined)
    throw new AppError('not_found', `Version ${task.template.versionName} of its template is gone.`, {
      next: 'Create the task again from a template that is there.',
    });
  const secrets = await templates.secrets(task.id);
  const values = valuesOf(task.template, secrets);
  const folder = join(dir, 'template');
  const script = join(dir, 'setup-script');
  // An agent that ran here before may have put anything in their place, also a link to somewhere else.
  await Promise.all([deps.workspaces.remove(folder), deps.workspaces.remove(script)]);
  await writeFiles(folder, await templates.files(version.id));
  const given = setupScriptOf(version, values);
  if (given !== null) await writeProgram(script, Buffer.from(given));
  return {
    variables: {
      TASKLANE_TEMPLATE: task.template.templateName,
      [folderVariable]: folder,
      ...Object.fromEntries(values.map(({ name, value }) => [variableOf(name), value])),
    },
    scripts: [...setupOf(task, version), ...(given === null ? [] : [scriptAt(script, given)])],
    mask: maskFor(secrets.map((secret) => secret.value)),
  };
}

function valuesOf(template: TaskTemplate, secrets: readonly ParameterValue[]): readonly ParameterValue[] {
  return template.parameters.map(({ name, value }) => ({
    name,
    value: value ?? secrets.find((secret) => secret.name === name)?.value ?? '',
  }));
}

/** A parameter of this name is a script that runs before the agent, in every template (R69). */
const scriptParameter = 'setup_script';

function setupScriptOf(version: TemplateVersion, values: readonly ParameterValue[]): string | null {
  const text = values.find(({ name }) => name === scriptParameter)?.value ?? '';
  // Where the template's own setup says what becomes of it, it does not run a second time.
  const isPlaced = version.setup?.kind === 'text' && slotsOf(version.setup.text).includes(scriptParameter);
  return text.trim() === '' || isPlaced ? null : text;
}

function setupOf(task: Task, version: TemplateVersion): readonly SetupScript[] {
  if (task.setup === null || version.setup === null || task.template === null)
    return projectSetup(task.setup);
  const { templateName, versionName } = task.template;
  return [
    {
      command: task.setup,
      name: `setup of template ${templateName} (${versionName})`,
      next: 'Correct it and push the template again, then create the task again.',
    },
  ];
}

function projectSetup(command: string | null): readonly SetupScript[] {
  if (command === null) return [];
  const next = 'Correct it in .tasklane/config.json, then retry.';
  return [{ command, name: `setup command (${command})`, next }];
}

function scriptAt(path: string, text: string): SetupScript {
  const quoted = `'${path.replaceAll("'", `'\\''`)}'`;
  return {
    command: text.startsWith('#!') ? quoted : `sh ${quoted}`,
    name: `parameter ${scriptParameter}`,
    next: 'Create the task again with a script, or a preset, that works here.',
  };
}

async function writeFiles(folder: string, files: readonly TemplateFile[]): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    if (isProgram(file)) await writeProgram(path, file.content);
    else await writeFile(path, file.content, { flag: 'wx' });
  }
}

async function writeProgram(path: string, content: Uint8Array): Promise<void> {
  await writeFile(path, content, { flag: 'wx', mode: 0o700 });
  // The mode above is cut by the umask.
  await chmod(path, 0o700);
}
