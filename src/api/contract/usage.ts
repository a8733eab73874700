// The call about what agents used.
import { endpoints as at } from '../endpoints.ts';
import { jobList, jobQuery } from '../job-schemas.ts';
import { statistics, statisticsQuery } from '../statistics-schemas.ts';
import * as u from '../usage-schemas.ts';
import { operation } from './operation.ts';

export const usageOperations = {
  usage: operation(at.usage, {
    tag: 'Queue',
    summary: 'Add up what agents used',
    description:
      'Tokens and money of all projects that one can see, or of one, by agent, project, day or model.',
    query: u.usageQuery,
    response: u.usageReport,
    errors: ['not_found'],
  }),
  jobs: operation(at.jobs, {
    tag: 'Queue',
    summary: 'List what goes on in the background',
    description:
      'Agents on tasks, subagents in copies of their own, planners, and merges on their way to a branch.',
    query: jobQuery,
    response: jobList,
    errors: ['not_found'],
  }),
  statistics: operation(at.statistics, {
    tag: 'Queue',
    summary: 'Show what became of the work of agents',
    description:
      'How often agents were set to work in some days, what became of it, how long it took and how long it had waited: by agent and by day.',
    query: statisticsQuery,
    response: statistics,
    errors: ['not_found', 'invalid_input'],
  }),
};
