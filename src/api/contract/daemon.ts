// The calls about projects, events, and the daemon itself.
import { z } from 'zod';
import * as d from '../daemon-schemas.ts';
import { endpoints as at } from '../endpoints.ts';
import * as e from '../event-schemas.ts';
import { knowledge } from '../knowledge-schemas.ts';
import * as p from '../project-schemas.ts';
import { taskScope } from '../schemas.ts';
import * as settings from '../settings-schemas.ts';
import { nothing, operation } from './operation.ts';

export const projectOperations = {
  listProjects: operation(at.listProjects, {
    tag: 'Projects',
    summary: 'List projects',
    query: p.projectQuery,
    response: p.projectList,
  }),
  addProject: operation(at.addProject, {
    tag: 'Projects',
    summary: 'Add a repository',
    description: 'Or return the project that it is already; `added` says which.',
    body: p.projectAdd,
    response: p.projectAdded,
    status: 201,
    errors: [
      'already_exists',
      'invalid_input',
      'not_a_repository',
      'unsupported_repository',
      'not_found',
      'other_home',
      'invalid_config',
      'git_failed',
    ],
  }),
  showProject: operation(at.showProject, {
    tag: 'Projects',
    summary: 'Show a project',
    response: p.project,
    errors: ['not_found', 'invalid_config', 'git_failed'],
  }),
  projectKnowledge: operation(at.projectKnowledge, {
    tag: 'Projects',
    summary: 'Show what is known of a repository',
    description:
      'A map of the commit that tasks start from now, bounded in size; it says what it leaves out.',
    response: knowledge,
    errors: ['not_found', 'other_home', 'unsupported_repository', 'git_failed'],
  }),
  projectSettings: operation(at.projectSettings, {
    tag: 'Projects',
    summary: 'Show the settings of a project',
    description:
      'What counts for it, and all who say something of it. Its ETag is the version of what was set here.',
    response: settings.projectSettings,
    errors: ['not_found', 'other_home', 'invalid_config', 'git_failed'],
  }),
  changeProjectSettings: operation(at.changeProjectSettings, {
    tag: 'Projects',
    summary: 'Change the settings of a project',
    description:
      'Sets values for this project alone, or takes them back; they count from the next task on. The repository’s own file is not written. `If-Match` is understood.',
    body: settings.projectSettingsChange,
    response: settings.projectSettings,
    errors: ['not_found', 'other_home', 'stale_version', 'invalid_config', 'git_failed'],
  }),
  removeProject: operation(at.removeProject, {
    tag: 'Projects',
    summary: 'Forget a project',
    description: 'With its tasks. The repository stays as it is.',
    response: nothing,
    errors: ['not_found', 'invalid_transition', 'other_home', 'git_failed'],
  }),
};

export const daemonOperations = {
  events: operation(at.events, {
    tag: 'Events',
    summary: 'Read or follow the event log',
    description:
      'Asked for `text/event-stream` it streams: first what there is after `after` (or the header `Last-Event-ID`), then each new event as it happens. Whoever reconnects with the last id it saw misses nothing and sees nothing twice. With `snapshot=1` it begins with the tasks as they are. A comment every 15 seconds keeps the line open. Asked for anything else it answers one page.',
    query: e.eventQuery,
    response: e.eventList,
    stream: z.union([e.eventRecord, e.snapshot, e.reset]),
    errors: ['not_found', 'ambiguous', 'invalid_config'],
  }),
  health: operation(at.health, {
    tag: 'Daemon',
    summary: 'Ask whether it is there',
    response: d.health,
  }),
  listAgents: operation(at.listAgents, {
    tag: 'Daemon',
    summary: 'List agents',
    description: 'Those that tasks can be given to, and whether they are installed here.',
    query: d.agentQuery,
    response: d.agentList,
    errors: ['not_found', 'invalid_config', 'git_failed'],
  }),
  resumeAgent: operation(at.resumeAgent, {
    tag: 'Daemon',
    summary: 'Let an agent be started again',
    description: 'One that is at its usage limit, or failed too often.',
    query: taskScope,
    response: d.agent,
    errors: ['not_found', 'unknown_agent', 'invalid_config', 'git_failed'],
  }),
  checkAgent: operation(at.checkAgent, {
    tag: 'Daemon',
    summary: 'Check an agent',
    description: 'Starts it, opens a session and ends it; no model is asked. What is wrong is in the answer.',
    query: taskScope,
    body: d.agentCheckRequest,
    response: d.agentCheck,
    errors: ['not_found', 'unknown_agent', 'invalid_config', 'git_failed'],
  }),
  addAgent: operation(at.addAgent, {
    tag: 'Daemon',
    summary: 'Add an agent',
    description: "Writes it into the home's `config.json`.",
    body: d.agentAdd,
    response: d.agent,
    status: 201,
    // The last one when somebody removes it at the same moment.
    errors: ['already_exists', 'invalid_config', 'unknown_agent'],
  }),
  removeAgent: operation(at.removeAgent, {
    tag: 'Daemon',
    summary: 'Remove an agent',
    description: 'Takes it out of that file; one that ships with Tasklane is as it was then.',
    response: nothing,
    errors: ['not_found', 'invalid_config'],
  }),
  showConfig: operation(at.showConfig, {
    tag: 'Daemon',
    summary: 'Show the settings',
    description: 'What counts, and where it comes from.',
    query: taskScope,
    response: d.configShow,
    errors: ['not_found', 'invalid_config', 'git_failed'],
  }),
  doctor: operation(at.doctor, {
    tag: 'Daemon',
    summary: 'Examine the installation',
    response: d.doctorReport,
    errors: ['invalid_config'],
  }),
  openapi: operation(at.openapi, {
    tag: 'Daemon',
    summary: 'Read this contract',
    description: 'As an OpenAPI 3.1 document.',
    response: z.record(z.string(), z.unknown()).describe('The document.'),
  }),
  docs: operation(at.docs, {
    tag: 'Daemon',
    summary: 'Read this contract in a browser',
    response: z.string().describe('The page.'),
    media: 'text/html',
  }),
};
