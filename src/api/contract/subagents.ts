// The calls about subagents.
import { subagentEndpoints as at } from '../subagent-endpoints.ts';
import { taskScope } from '../schemas.ts';
import * as u from '../subagent-schemas.ts';
import { nothing, operation } from './operation.ts';

const tag = 'Subagents';

export const subagentOperations = {
  listSubagents: operation(at.listSubagents, {
    tag,
    summary: 'List subagents',
    description: 'Each name once, as it counts, and the files that could not be used.',
    query: u.subagentScope,
    response: u.subagentList,
    errors: ['not_found', 'other_home'],
  }),
  createSubagent: operation(at.createSubagent, {
    tag,
    summary: 'Make a subagent',
    description: 'From its fields, or from `content`, the whole file.',
    body: u.subagentCreate,
    response: u.subagent,
    status: 201,
    errors: ['already_exists', 'not_found', 'other_home'],
  }),
  checkSubagent: operation(at.checkSubagent, {
    tag,
    summary: 'Check the text of a subagent',
    description: 'It says everything that is wrong, and writes nothing.',
    body: u.subagentCheck,
    response: u.subagentChecked,
  }),
  showSubagent: operation(at.showSubagent, {
    tag,
    summary: 'Show a subagent',
    query: u.subagentQuery,
    response: u.subagent,
    errors: ['not_found', 'other_home'],
  }),
  editSubagent: operation(at.editSubagent, {
    tag,
    summary: 'Change a subagent',
    description: 'Only the fields that are given; null takes one out. Or all with `content`.',
    query: u.subagentQuery,
    body: u.subagentEdit,
    response: u.subagent,
    errors: ['not_found', 'already_exists', 'other_home'],
  }),
  deleteSubagent: operation(at.deleteSubagent, {
    tag,
    summary: 'Delete a subagent',
    query: u.subagentQuery,
    response: nothing,
    errors: ['not_found', 'other_home'],
  }),
  listSubagentRuns: operation(at.listSubagentRuns, {
    tag,
    summary: 'List the runs of subagents in a task',
    description: 'What they did and do; the newest 200, oldest first.',
    query: taskScope,
    response: u.subagentRunList,
    errors: ['not_found', 'ambiguous'],
  }),
  stopSubagentRun: operation(at.stopSubagentRun, {
    tag,
    summary: 'Stop a subagent',
    description: 'The agent that asked for it hears so, and goes on.',
    query: taskScope,
    response: nothing,
    errors: ['not_found', 'ambiguous', 'other_home'],
  }),
};
