// The calls about what agents want from people.
import * as i from '../inquiry-schemas.ts';
import { inquiryEndpoints as at } from '../inquiry-endpoints.ts';
import { taskScope } from '../schemas.ts';
import { task } from '../task-schemas.ts';
import { operation } from './operation.ts';

const tag = 'Inquiries';
const decide = {
  tag,
  query: taskScope,
  response: i.inquiry,
  errors: ['not_found', 'ambiguous', 'already_decided', 'other_home'],
} as const;

export const inquiryOperations = {
  listInquiries: operation(at.listInquiries, {
    tag,
    summary: 'List what agents want from people',
    description: 'Those that are open, unless `state` says otherwise; oldest first.',
    query: i.inquiryQuery,
    response: i.inquiryList,
    errors: ['not_found', 'ambiguous'],
  }),
  approve: operation(at.approve, {
    ...decide,
    summary: 'Allow what an agent asks leave for',
    body: i.approveRequest,
  }),
  deny: operation(at.deny, {
    ...decide,
    summary: 'Deny what an agent asks leave for',
    description: 'The agent goes on without it.',
    body: i.denyRequest,
  }),
  answerTask: operation(at.answerTask, {
    tag,
    summary: 'Answer what an agent asked',
    description:
      'The answer is its next prompt. Everything that it asked and that is open is answered with it.',
    query: taskScope,
    body: i.answerRequest,
    response: task,
    errors: ['not_found', 'ambiguous', 'invalid_transition', 'already_decided', 'other_home'],
  }),
};
