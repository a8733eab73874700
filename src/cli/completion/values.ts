// The values that only a daemon knows: tasks, projects, agents and so on, each asked for with one or two calls.
import { taskStates } from '../../api/choices.ts';
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import type { Context } from '../context.ts';
import { findProject } from '../find-project.ts';
import { topicNames } from '../topic-names.ts';
import type { Candidate, Place } from './place.ts';

/** What the shell itself completes. */
export type OfShell = 'files' | 'dirs';

interface Asking {
  readonly context: Context;
  readonly client: Client;
  readonly place: Place;
}

type Source = (asking: Asking) => Promise<readonly Candidate[]>;

const atMost = 200;

// By the name that the table has for the value (Place.value).
const sources: Readonly<Record<string, Source>> = {
  task: tasks,
  tasks,
  project: projects,
  keys: settingKeys,
  'dir|name': projects,
  template: templates,
  '--template': templates,
  '--template-version': versions,
  'template version': versions,
  '--preset': presets,
  '--agent': agents,
  'agents name': agents,
  phase: phases,
  '--phase': phases,
  'phase task': tasksOfPhases,
  'user name': users,
  user: users,
  webhook: webhooks,
  'token id': tokens,
  '--user': users,
};

// The words of a list that is known without a daemon.
const words: Readonly<Record<string, readonly string[]>> = {
  states: taskStates,
  topic: topicNames,
};

const ofShell: Readonly<Record<string, OfShell>> = { dir: 'dirs', file: 'files', path: 'files' };

/** Several of these stand in one word, joined by commas. */
const lists: readonly string[] = ['tasks', 'states'];

export function isList(place: Place): boolean {
  return place.value.some((name) => lists.includes(name));
}

export function shellPart(place: Place): OfShell | null {
  return first(place, ofShell) ?? null;
}

export function fixedWords(place: Place): readonly Candidate[] {
  return (first(place, words) ?? []).map((value) => ({ value, about: '' }));
}

/** Null where no daemon needs to be asked. */
export function sourceOf(place: Place): Source | null {
  return first(place, sources) ?? null;
}

function first<Kind>(place: Place, table: Readonly<Record<string, Kind>>): Kind | undefined {
  const name = place.value.find((one) => Object.hasOwn(table, one));
  return name === undefined ? undefined : table[name];
}

// By name, which says more; by number once a digit is typed.
async function tasks(asking: Asking): Promise<readonly Candidate[]> {
  const project = await projectOf(asking);
  const list = await asking.client.call(endpoints.listTasks, {
    query: { limit: atMost, ...(project !== null && { project }) },
  });
  const typed = asking.place.typed.split(',').at(-1) ?? '';
  const isNumber = /^\d+$/.test(typed);
  return list.tasks.map((task) => ({
    value: isNumber ? String(task.number) : task.name,
    about: about(task),
  }));
}

function about(task: TaskJson): string {
  return `#${task.number} ${task.state}: ${task.title}`;
}

async function projectOf({ context, client, place }: Asking): Promise<string | null> {
  return (await findProject(context, client, place.given.get('--project')))?.id ?? null;
}

async function settingKeys(asking: Asking): Promise<readonly Candidate[]> {
  const project = await projectOf(asking);
  if (project === null) return [];
  const { settings } = await asking.client.call(endpoints.projectSettings, { params: { project } });
  return settings.map(({ key, meaning }) => ({ value: key, about: meaning }));
}

async function projects({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listProjects);
  return list.projects.map(({ name, root }) => ({ value: name, about: root }));
}

async function templates({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listTemplates);
  return list.templates.map(({ name, description }) => ({ value: name, about: description }));
}

async function versions({ client, place }: Asking): Promise<readonly Candidate[]> {
  const template = place.given.get('--template');
  if (template === undefined) return [];
  const list = await client.call(endpoints.listTemplateVersions, { params: { template } });
  return list.versions.map(({ name, message }) => ({ value: name, about: message }));
}

async function presets({ client, place }: Asking): Promise<readonly Candidate[]> {
  const template = place.given.get('--template');
  if (template === undefined) return [];
  const { version } = await client.call(endpoints.showTemplate, { params: { template } });
  return version.presets.map(({ name, description }) => ({ value: name, about: description }));
}

async function agents(asking: Asking): Promise<readonly Candidate[]> {
  const project = await projectOf(asking);
  const list = await asking.client.call(endpoints.listAgents, { query: project === null ? {} : { project } });
  return list.agents.map(({ name, title, found }) => ({
    value: name,
    about: found ? title : `${title} (not installed)`,
  }));
}

async function phases({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listPhases);
  return list.phases.map(({ name, state }) => ({ value: name, about: state }));
}

async function tasksOfPhases({ client, place }: Asking): Promise<readonly Candidate[]> {
  const wanted = place.given.get('--phase');
  const { phases: all } = await client.call(endpoints.listPhases);
  return all
    .filter(({ id, name }) => wanted === undefined || wanted === name || wanted === id)
    .flatMap((phase) => phase.tasks.map(({ id, status }) => ({ value: String(id), about: status })));
}

async function users({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listUsers);
  return list.users.map(({ name, role }) => ({ value: name, about: role }));
}

async function webhooks({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listWebhooks);
  return list.webhooks.map(({ id, url }) => ({ value: id, about: url }));
}

async function tokens({ client }: Asking): Promise<readonly Candidate[]> {
  const list = await client.call(endpoints.listTokens);
  return list.tokens.map(({ id, name }) => ({ value: id, about: name }));
}
