// The tools of planning: ask something, have a wish or a goal made into drafts, and decide about them. Each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import { requestEdit } from '../../api/request-change-schemas.ts';
import * as r from '../../api/request-schemas.ts';
import type { RequestJson } from '../../api/request-schemas.ts';
import { projectOf, projectRef } from './task-place.ts';
import { adds, decides, looks, sets, tool } from './tool.ts';
import type { Tool } from './tool.ts';

/** Clients give up on a tool after a minute. */
const mostWaitMs = 45_000;

const place = {
  request: z.string().min(1).max(200).describe('Its id, or the beginning of it.'),
};

const briefRequest = z.object({
  ...r.request.pick({
    id: true,
    project_name: true,
    kind: true,
    state: true,
    text: true,
    agent: true,
    drafts: true,
    activity: true,
    version: true,
  }).shape,
  revision: z.int().describe('How many revisions there are; edit_request is told it.'),
  answer: z.string().nullable().describe('The answer to a question.'),
  tasks: r.request.shape.revisions.element.shape.tasks.describe('What is proposed now.'),
  doubts: z.array(z.string()).describe('What a person should look at.'),
  problems: z.array(z.string()).describe('Why there are no tasks.'),
  next: z.string().describe('What can be done with it now.'),
});
const result = z.object({ request: briefRequest });
type Result = z.output<typeof result>;

const shownActivity = 20;

function resultOf(json: RequestJson): Result {
  const { id, project_name, kind, state, text, agent, drafts, activity, version, revisions } = json;
  const last = revisions.at(-1);
  return {
    request: {
      id,
      project_name,
      kind,
      state,
      text,
      agent,
      drafts,
      activity: activity.slice(-shownActivity),
      version,
      revision: revisions.length,
      answer: last?.answer ?? null,
      tasks: revisions.findLast(({ tasks }) => tasks.length > 0)?.tasks ?? [],
      doubts: last?.doubts ?? [],
      problems: last?.problems ?? [],
      next: nextOf(state),
    },
  };
}

function nextOf(state: RequestJson['state']): string {
  switch (state) {
    case 'working':
      return 'A planner is at work: call show_request with wait_ms.';
    case 'answered':
      return 'It is answered; revise_request asks on.';
    case 'proposed':
      return 'Nothing runs yet: accept_request starts its drafts; revise_request, edit_request or archive_request do not.';
    case 'failed':
      return 'Nothing was made; revise_request tries again.';
    case 'accepted':
      return 'Its tasks are queued: watch them.';
    case 'archived':
      return 'It is put away.';
  }
}

function say({ request }: Result): string {
  const lines = [
    `${request.kind} ${request.id} (${request.project_name}): ${request.state}`,
    ...(request.answer === null ? [] : [request.answer]),
    ...request.tasks.map(
      ({ key, title, prompt }) => `- ${key}: ${title}\n  ${prompt.replaceAll('\n', '\n  ')}`,
    ),
    ...[...request.doubts, ...request.problems].map((line) => `! ${line}`),
    ...(request.state === 'working' ? request.activity.map(({ text }) => `· ${text}`) : []),
    request.next,
  ];
  return lines.join('\n');
}

const createRequest = tool({
  name: 'create_request',
  title: 'Ask a question, or for a plan',
  description:
    'Has an agent that only reads answer a question about the repository (kind: question), make one wish into a good draft (prompt), or split a goal into drafts (plan). Nothing is started. Answers at once: show_request with wait_ms waits.',
  endpoint: endpoints.createRequest,
  hints: adds,
  input: z.strictObject({
    ...r.requestCreate.shape,
    project: projectRef.describe('Name or id of a project; not needed while there is only one.'),
  }),
  output: result,
  work: async (given, desk) => {
    const body = { ...given, project: await projectOf(desk, given.project) };
    return resultOf(await desk.call(endpoints.createRequest, { body }));
  },
  say,
});

const showRequest = tool({
  name: 'show_request',
  title: 'Show a request',
  description:
    'Shows a question, request or plan with its answer or its drafts, or what its planner does so far.',
  endpoint: endpoints.showRequest,
  hints: looks,
  input: z.strictObject({
    ...place,
    wait_ms: z
      .int()
      .min(0)
      .max(mostWaitMs)
      .optional()
      .describe('Answers when nobody works on it any more, or after so long; 0 unless told.'),
  }),
  output: result,
  work: async ({ request, wait_ms = 0 }, desk) =>
    resultOf(await desk.call(endpoints.showRequest, { params: { request }, query: { wait_ms } })),
  say,
});

const reviseRequest = tool({
  name: 'revise_request',
  title: 'Have a proposal revised',
  description:
    'Says in words what should be otherwise; the planner goes on. Answers at once: show_request waits.',
  endpoint: endpoints.reviseRequest,
  hints: adds,
  input: z.strictObject({ ...place, ...r.requestRevise.shape }),
  output: result,
  work: async ({ request, ...body }, desk) =>
    resultOf(await desk.call(endpoints.reviseRequest, { params: { request }, body })),
  say,
});

const editRequest = tool({
  name: 'edit_request',
  title: 'Change drafts by hand',
  description:
    'Edits one draft of a proposal, splits one, merges several, removes one, or puts all into another order; refused when the revision that you name is not the newest.',
  endpoint: endpoints.editRequest,
  hints: sets,
  input: z.strictObject({ ...place, ...requestEdit.shape }),
  output: result,
  work: async ({ request, ...body }, desk) =>
    resultOf(await desk.call(endpoints.editRequest, { params: { request }, body })),
  say,
});

const acceptRequest = tool({
  name: 'accept_request',
  title: 'Accept a proposal',
  description: 'Puts all drafts of a proposal into the queue, where they start as soon as they can.',
  endpoint: endpoints.acceptRequest,
  hints: sets,
  input: z.strictObject(place),
  output: result,
  work: async ({ request }, desk) =>
    resultOf(await desk.call(endpoints.acceptRequest, { params: { request } })),
  say,
});

const archiveRequest = tool({
  name: 'archive_request',
  title: 'Put a request away',
  description: 'Puts a request and what is still a draft of it away, and ends its planner.',
  endpoint: endpoints.archiveRequest,
  hints: decides,
  input: z.strictObject(place),
  output: result,
  work: async ({ request }, desk) =>
    resultOf(await desk.call(endpoints.archiveRequest, { params: { request } })),
  say,
});

export const requestTools: readonly Tool[] = [
  createRequest,
  showRequest,
  reviseRequest,
  editRequest,
  acceptRequest,
  archiveRequest,
];
