// The call about what agents used.
import { endpoints as at } from '../endpoints.ts';
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
};
