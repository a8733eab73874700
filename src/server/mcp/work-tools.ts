// The tools that make tasks and change them: each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import * as actions from '../../api/task-action-schemas.ts';
import * as schemas from '../../api/task-schemas.ts';
import { sleep } from '../../lib/sleep.ts';
import { at, projectOf, projectRef, taskPlace } from './task-place.ts';
import { briefOf, briefResult, sayBrief } from './task-view.ts';
import type { Brief } from './task-view.ts';
import { adds, decides, sets, tool } from './tool.ts';
import type { Desk, Tool } from './tool.ts';

/** Clients give up on a tool after a minute. */
const patienceMs = 45_000;

const say = ({ task }: { readonly task: Brief }): string => `${sayBrief(task)}\n${task.next}`;
const answer = (json: TaskJson): { task: Brief } => ({ task: briefOf(json) });

const createTask = tool({
  name: 'create_task',
  title: 'Create a task',
  description:
    'Gives a piece of work to a coding agent, which works in a private copy of the repository. Starts as soon as it can; with draft: true it waits for accept. Answers at once: watch tells when it is ready.',
  endpoint: endpoints.createTask,
  hints: adds,
  input: z.strictObject({
    ...schemas.taskCreate.shape,
    project: projectRef.describe('Name or id of a project; not needed while there is only one.'),
    prompt: z.string().describe('What is to be done, in plain words, with all that the agent must know.'),
    draft: z.boolean().optional().describe('Whether it waits for somebody to accept it.'),
  }),
  output: briefResult,
  work: async (given, desk) => {
    const body = { ...given, project: await projectOf(desk, given.project) };
    return answer(await desk.call(endpoints.createTask, { body }));
  },
  say,
});

const edit = tool({
  name: 'edit',
  title: 'Edit a task',
  description:
    'Changes a draft in anything, a queued task in priority, depends_on, released_by and owns. What is left out stays as it is.',
  endpoint: endpoints.editTask,
  hints: sets,
  input: z.strictObject({ ...taskPlace, ...schemas.taskEdit.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) =>
    answer(await desk.call(endpoints.editTask, { ...at({ task, project }), body })),
  say,
});

const sendMessage = tool({
  name: 'send_message',
  title: 'Send a message to a task',
  description:
    'Tells the agent of a task something: an answer that it waits for, or what has to change about work that is ready or failed (it then goes on in its copy).',
  endpoint: endpoints.sendToTask,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...actions.message.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) =>
    answer(await desk.call(endpoints.sendToTask, { ...at({ task, project }), body })),
  say,
});

const retry = tool({
  name: 'retry',
  title: 'Retry a task',
  description: 'Begins a failed task again from a fresh copy, if wanted with another agent, model or limit.',
  endpoint: endpoints.retryTask,
  hints: sets,
  input: z.strictObject({ ...taskPlace, ...actions.retryRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) =>
    answer(await desk.call(endpoints.retryTask, { ...at({ task, project }), body })),
  say,
});

const cancel = tool({
  name: 'cancel',
  title: 'Cancel a task',
  description: 'Stops a task for good. Its work so far is kept, and applied nowhere.',
  endpoint: endpoints.cancelTask,
  hints: decides,
  input: z.strictObject({ ...taskPlace, ...actions.cancelRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) =>
    answer(await desk.call(endpoints.cancelTask, { ...at({ task, project }), body })),
  say,
});

const apply = tool({
  name: 'apply',
  title: 'Apply a ready task',
  description:
    'Merges the work of a ready task into the branch of its project, by its merge queue: after its checks have passed on top of what is ahead of it. Answers with done, or ready again and the problem; or, where that takes longer than 45 s, as it is then: watch. merge_queue shows who is ahead, withdraw takes it out again. Where the project asks a git host instead, it opens a pull request or brings its own up to date, and is ready with it: pull_request says how it stands.',
  endpoint: endpoints.applyTask,
  hints: decides,
  input: z.strictObject({ ...taskPlace, ...actions.applyRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) => {
    const place = { task, project };
    const applied = desk.call(endpoints.applyTask, { ...at(place), body, timeoutMs: 0 });
    return answer((await within(applied, desk.signal)) ?? (await desk.call(endpoints.showTask, at(place))));
  },
  say,
});

const undo = tool({
  name: 'undo',
  title: 'Undo an applied task',
  description:
    'Takes the work of an applied task from the branch again, after the checks have passed without it. The task is ready then; warnings name the tasks that build on it. Refused, nothing is changed.',
  endpoint: endpoints.undoTask,
  hints: decides,
  input: z.strictObject({ ...taskPlace, ...actions.action.shape }),
  output: briefResult,
  work: async ({ version, ...place }, desk) => {
    const undone = desk.call(endpoints.undoTask, { ...at(place), body: { version }, timeoutMs: 0 });
    return answer((await within(undone, desk.signal)) ?? (await desk.call(endpoints.showTask, at(place))));
  },
  say,
});

/** Null when it takes longer: it goes on, and how it ends stands in the task. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const ended = new AbortController();
  const late = sleep(patienceMs, AbortSignal.any([signal, ended.signal])).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
    // A refusal that comes later is no unhandled one: it is the notice of the task.
    void work.catch(() => undefined);
  }
}

type Plain = (typeof endpoints)[
  | 'acceptTask'
  | 'withdrawTask'
  | 'lookAtPullRequest'
  | 'archiveTask'
  | 'dismissTask'
  | 'pauseTask'
  | 'resumeTask'
  | 'completeTask'
  | 'replanTask'];

/** A decision about one task that needs no more words. */
function plain(
  name: string,
  title: string,
  endpoint: Plain,
  hints: Tool['hints'],
  description: string,
): Tool {
  return tool({
    name,
    title,
    description,
    endpoint,
    hints,
    input: z.strictObject({ ...taskPlace, ...actions.action.shape }),
    output: briefResult,
    work: async ({ version, ...place }, desk: Desk) =>
      answer(await desk.call(endpoint, { ...at(place), body: { version } })),
    say,
  });
}

const accept = plain('accept', 'Accept a draft', endpoints.acceptTask, sets, 'Puts a draft into the queue.');
const archive = plain(
  'archive',
  'Archive a task',
  endpoints.archiveTask,
  decides,
  'Drops a draft, or a failed task that nobody will take up again.',
);
const dismiss = plain(
  'dismiss',
  'Dismiss a ready task',
  endpoints.dismissTask,
  decides,
  'Discards what a ready task did.',
);
const withdraw = plain(
  'withdraw',
  'Take a task out of the merge queue',
  endpoints.withdrawTask,
  sets,
  'Takes a task out of the merge queue, or closes its pull request at the git host; it is ready as before.',
);
const pullRequest = plain(
  'pull_request',
  'Ask how a pull request stands',
  endpoints.lookAtPullRequest,
  sets,
  'Asks the git host now how the pull request of a task stands, which apply opened where its project wants that. Merged, the task is done; closed without being merged, it is ready with a notice.',
);
const pause = plain(
  'pause',
  'Pause a task',
  endpoints.pauseTask,
  sets,
  'Stops the agent of a task for a while; its copy and session are kept.',
);
const resume = plain('resume', 'Resume a task', endpoints.resumeTask, sets, 'Lets a paused task go on.');
const complete = plain(
  'complete',
  'Take waiting work as complete',
  endpoints.completeTask,
  sets,
  'Has the work of an agent that waits for somebody checked and made ready. (An agent reports its own task of a phase with complete_task.)',
);
const replan = plain(
  'replan',
  'Make a failed task a draft again',
  endpoints.replanTask,
  sets,
  'Makes a failed task a draft again, so that it can be edited before it is accepted anew.',
);

export const workTools: readonly Tool[] = [
  createTask,
  edit,
  accept,
  sendMessage,
  complete,
  apply,
  withdraw,
  pullRequest,
  undo,
  dismiss,
  retry,
  replan,
  pause,
  resume,
  cancel,
  archive,
];
