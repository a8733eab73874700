// The tools for what agents want from people: whoever has a person at hand may pass it on.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as schemas from '../../api/inquiry-schemas.ts';
import type { InquiryJson } from '../../api/inquiry-schemas.ts';
import { bounded } from './bounded.ts';
import { at, projectRef, taskPlace } from './task-place.ts';
import { briefOf, briefResult, sayBrief } from './task-view.ts';
import { decides, looks, sets, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const bounds = { text: 4000, total: 40_000, list: 50 };
const { cursor } = schemas.inquiryQuery.shape;

const listInquiries = tool({
  name: 'list_inquiries',
  title: 'List what agents want from people',
  description:
    'Approvals (leave to do something, with the command or the change) and questions of agents that are open, oldest first. A person decides: allow with approve, refuse with deny, answer with answer.',
  endpoint: endpoints.listInquiries,
  hints: looks,
  input: z.strictObject({
    project: projectRef,
    task: z.string().min(1).max(200).optional().describe('Only of this task: number, name or id.'),
    state: schemas.inquiryQuery.shape.state,
    cursor,
  }),
  output: schemas.inquiryList.extend({ cut: z.array(z.string()).describe('What is not in full here.') }),
  work: async (query, desk) => {
    const answer = await desk.call(endpoints.listInquiries, { query: { ...query, limit: 20 } });
    const { value, cut } = bounded(answer, bounds);
    return { ...value, cut: [...cut] };
  },
  say: ({ inquiries, next_cursor: next }) =>
    (inquiries.map(line).join('\n\n') || 'No agent waits for an answer.') +
    (next === null ? '' : `\nMore with cursor ${next}`),
});

function line({ id, kind, state, task_id: task, question, tool: wanted }: InquiryJson): string {
  const what = wanted?.input == null ? '' : `\n${wanted.input}`;
  return `${kind} ${id} (${state}) of task ${task}: ${question}${what}`;
}

const approvalPlace = {
  ...taskPlace,
  approval: z.string().min(1).max(200).describe('Its id, from list_inquiries.'),
};
const decided = z.object({ inquiry: schemas.inquiry });
const sayDecided = ({ inquiry }: z.output<typeof decided>): string => `${inquiry.state}: ${inquiry.question}`;

const approve = tool({
  name: 'approve',
  title: 'Allow what an agent asks leave for',
  description: 'Lets the agent of a task do what it asks for. Only with the word of a person.',
  endpoint: endpoints.approve,
  hints: decides,
  input: z.strictObject({ ...approvalPlace, ...schemas.approveRequest.shape }),
  output: decided,
  work: async ({ approval, task, project, ...body }, desk) => {
    const { params, query } = at({ task, project });
    return { inquiry: await desk.call(endpoints.approve, { params: { ...params, approval }, query, body }) };
  },
  say: sayDecided,
});

const deny = tool({
  name: 'deny',
  title: 'Deny what an agent asks leave for',
  description: 'The agent goes on without it; a reason is told to it with its next prompt.',
  endpoint: endpoints.deny,
  hints: sets,
  input: z.strictObject({ ...approvalPlace, ...schemas.denyRequest.shape }),
  output: decided,
  work: async ({ approval, task, project, ...body }, desk) => {
    const { params, query } = at({ task, project });
    return { inquiry: await desk.call(endpoints.deny, { params: { ...params, approval }, query, body }) };
  },
  say: sayDecided,
});

const answer = tool({
  name: 'answer',
  title: 'Answer what an agent asked',
  description: 'Its agent goes on with the answer. All that it asked and that is open is answered with it.',
  endpoint: endpoints.answerTask,
  hints: sets,
  input: z.strictObject({ ...taskPlace, ...schemas.answerRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) => ({
    task: briefOf(await desk.call(endpoints.answerTask, { ...at({ task, project }), body })),
  }),
  say: ({ task }) => `${sayBrief(task)}\n${task.next}`,
});

export const inquiryTools: readonly Tool[] = [listInquiries, approve, deny, answer];
