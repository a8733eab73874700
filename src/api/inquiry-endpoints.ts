// The rows of approvals and questions in the table of calls.
import { endpoint } from './endpoint.ts';
import type * as i from './inquiry-schemas.ts';
import type * as s from './schemas.ts';

export const inquiryEndpoints = {
  /** Those that are open, unless others are asked for. */
  listInquiries: endpoint<i.InquiryQueryJson, undefined, i.InquiryListJson>(
    'GET',
    '/api/v1/inquiries',
    'task.read',
  ),
  approve: endpoint<s.TaskScopeJson, i.ApproveJson, i.InquiryJson>(
    'POST',
    '/api/v1/tasks/:task/approvals/:approval/approve',
    'task.approve',
  ),
  deny: endpoint<s.TaskScopeJson, i.DenyJson, i.InquiryJson>(
    'POST',
    '/api/v1/tasks/:task/approvals/:approval/deny',
    'task.approve',
  ),
  /** A message that answers what the agent asked; all that is open is answered with it. */
  answerTask: endpoint<s.TaskScopeJson, i.AnswerJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/answer',
    'task.send',
  ),
} as const;
