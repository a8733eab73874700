// `POST /tasks/{user}`: a task from a version of a template, as Coder's clients ask for it.
import { randomBytes } from 'node:crypto';
import { coderTaskCreate } from '../../api/coder-schemas.ts';
import type { CoderTaskJson } from '../../api/coder-schemas.ts';
import { problemOfTaskName, taskNameFrom } from '../../domain/coder/names.ts';
import { AppError } from '../../domain/errors.ts';
import { policyOf } from '../../domain/policy.ts';
import type { Project } from '../../domain/project.ts';
import type { TemplateView } from '../../engine/template/templates.ts';
import { CoderError } from './coder-error.ts';
import type { CoderCall } from './coder-route.ts';
import { Directory, usualProject } from './directory.ts';
import type { CoderDeps, Person } from './directory.ts';
import { coderTask, maxDisplayName } from './present-task.ts';

type Body = ReturnType<typeof coderTaskCreate.parse>;

export async function createCoderTask(deps: CoderDeps, call: CoderCall): Promise<CoderTaskJson> {
  const { engine } = deps;
  const directory = await Directory.read(deps, call.access.reach);
  const owner = await ownerOf(deps, directory, call);
  const body = await call.body(coderTaskCreate);
  const view = await versionOf(deps, body);
  refuseNames(body);
  const { project } = await call.access.project((await projectOf(deps, directory, body)).id);
  const policy = view.version.policy ?? 'workspace';
  const mayApply = call.access.can('task.apply', project.id);
  if (policyOf(policy).whenDone === 'push') call.access.need('task.apply', project.id);
  const { task } = await create(deps, call, {
    project: project.id,
    prompt: body.input,
    policy,
    mayApply,
    template: view.template.id,
    template_version: view.version.id,
    preset: given(body.template_version_preset_id),
    parameters: Object.fromEntries(
      (body.rich_parameter_values ?? []).map(({ name, value }) => [name, value]),
    ),
    title: given(body.display_name),
    name: given(body.name) ?? taskNameFrom(body.input, randomBytes(2).toString('hex')),
    exactName: true,
    owner: owner.name,
  });
  call.access.resource = `task ${task.id}`;
  return coderTask(engine, directory, task);
}

type Wanted = Parameters<CoderDeps['engine']['createTask']>[0];

async function create(
  { engine }: CoderDeps,
  call: CoderCall,
  wanted: Wanted,
): ReturnType<CoderDeps['engine']['createTask']> {
  try {
    return await engine.createTask(wanted, call.actor.username);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_exists') throw error;
    const detail = 'This value is already in use and should be unique.';
    throw new CoderError(409, error.code, `Workspace “${wanted.name ?? ''}” already exists.`, {
      validations: [{ field: 'name', detail }],
    });
  }
}

// Clients in Go send an empty string, or an id of zeros, for what is not there.
function given(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text === '' || /^[0-]+$/.test(text) ? undefined : text;
}

/** Only an admin creates for somebody else. Throws `not_found` for everybody else, as for who is not there. */
async function ownerOf({ engine }: CoderDeps, directory: Directory, call: CoderCall): Promise<Person> {
  const person = directory.person(call.param('user'), call.actor);
  return engine.accounts.user(person?.id ?? call.param('user'), call.actor);
}

async function versionOf({ engine }: CoderDeps, { template_version_id: id }: Body): Promise<TemplateView> {
  try {
    return await engine.templates.version(id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    throw new CoderError(400, error.code, 'Template version not found or you do not have access to it.', {
      validations: [{ field: 'template_version_id', detail: error.message }],
    });
  }
}

function refuseNames({ name, display_name: displayName, input }: Body): void {
  if (input.trim() === '') throw new CoderError(400, 'invalid_input', 'Task input is required.');
  const wanted = given(name);
  const detail = wanted === undefined ? null : problemOfTaskName(wanted);
  if (detail !== null)
    throw new CoderError(400, 'invalid_input', 'Unable to create a Task with the provided name.', { detail });
  if ((displayName ?? '').length > maxDisplayName)
    throw new CoderError(400, 'invalid_input', `Display name must be ${maxDisplayName} characters or less.`);
}

async function projectOf(deps: CoderDeps, directory: Directory, { organization }: Body): Promise<Project> {
  const wanted = given(organization);
  if (wanted === undefined) return usualProject(deps, directory);
  const project = directory.project(wanted);
  if (project !== null) return project;
  throw new CoderError(404, 'not_found', 'Resource not found or you do not have access to this resource', {
    detail: `There is no project “${wanted}”.`,
  });
}
