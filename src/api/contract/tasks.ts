// The calls about tasks and their queue.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as q from '../queue-schemas.ts';
import { taskScope } from '../schemas.ts';
import * as actions from '../task-action-schemas.ts';
import * as s from '../task-schemas.ts';
import { undoPlan } from '../undo-schemas.ts';
import { nothing, operation } from './operation.ts';

const none: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const changing: readonly ErrorCode[] = [...none, 'invalid_transition', 'stale_version', 'other_home'];
const making: readonly ErrorCode[] = [
  'not_found',
  'ambiguous',
  'invalid_config',
  'unknown_agent',
  'agent_unavailable',
  'not_trusted',
  'required_parameter',
  'other_home',
];

/** An action on one task: it answers with the task as it is afterwards. */
const acts = { tag: 'Tasks', query: taskScope, response: s.task, checksVersion: true } as const;

export const taskOperations = {
  listTasks: operation(at.listTasks, {
    tag: 'Tasks',
    summary: 'List tasks',
    description: 'Newest first. All filters must fit.',
    query: actions.taskQuery,
    response: s.taskList,
    errors: none,
  }),
  createTask: operation(at.createTask, {
    tag: 'Tasks',
    summary: 'Create a task',
    description: 'It is queued at once, unless it is to be a draft.',
    body: s.taskCreate,
    response: s.task,
    status: 201,
    errors: [...making, 'already_exists', 'invalid_transition', 'git_failed'],
  }),
  showTask: operation(at.showTask, {
    tag: 'Tasks',
    summary: 'Show a task',
    description:
      'Its `ETag` is its version. With `If-None-Match` a task at rest that is still the same answers 304; while it waits, runs or is ready, more changes than its version, and it is answered as a whole.',
    query: taskScope,
    response: s.task,
    errors: none,
    hasVersion: true,
  }),
  editTask: operation(at.editTask, {
    tag: 'Tasks',
    summary: 'Edit a task',
    description:
      'A draft as a whole; of a queued task `priority`, `depends_on`, `released_by` and `owns`. What is left out stays as it is.',
    query: taskScope,
    body: s.taskEdit,
    response: s.task,
    errors: [...changing, ...making, 'already_exists'],
    checksVersion: true,
  }),
  deleteTask: operation(at.deleteTask, {
    tag: 'Tasks',
    summary: 'Delete a task',
    description: 'With its copy and its branch. Ends it first; its work goes into the trash of its project.',
    query: taskScope,
    response: nothing,
    errors: [...changing, 'git_failed'],
    checksVersion: true,
  }),
  acceptTask: operation(at.acceptTask, {
    ...acts,
    summary: 'Queue a draft',
    body: actions.action,
    errors: changing,
  }),
  archiveTask: operation(at.archiveTask, {
    ...acts,
    summary: 'Put a draft or a failed task away',
    body: actions.action,
    errors: changing,
  }),
  moveTask: operation(at.moveTask, {
    ...acts,
    summary: 'Move a task within the queue',
    body: q.taskMove,
    errors: changing,
  }),
  applyTask: operation(at.applyTask, {
    ...acts,
    summary: 'Apply a ready task to the branch',
    description:
      'By the merge queue of its branch; one that is in it already keeps its place. Answers when it has left it: the task is `done`, or `ready` again with a `notice` that says why not. With `wait: false` it answers at once.',
    body: actions.applyRequest,
    errors: [...changing, 'git_failed'],
  }),
  undoPlan: operation(at.undoPlan, {
    tag: 'Tasks',
    summary: 'See what undoing an applied task would do',
    description: 'Whether it can be taken from the branch, and who builds on it. Nothing is changed.',
    query: taskScope,
    response: undoPlan,
    errors: [...none, 'invalid_transition', 'undo_refused', 'other_home', 'git_failed'],
  }),
  undoTask: operation(at.undoTask, {
    ...acts,
    summary: 'Take an applied task from the branch again',
    description:
      'Answers when that has ended: the task is `ready` again, with its work kept, and `warnings` name the tasks that build on it. Refused, the branch is as it was.',
    body: actions.action,
    errors: [...changing, 'undo_refused', 'git_failed'],
  }),
  dismissTask: operation(at.dismissTask, {
    ...acts,
    summary: 'Discard what a ready task did',
    body: actions.action,
    errors: changing,
  }),
  pauseTask: operation(at.pauseTask, {
    ...acts,
    summary: 'Stop the agent of a task for now',
    description: 'Its copy and its session are kept. Answers when its processes are gone.',
    body: actions.action,
    errors: changing,
  }),
  resumeTask: operation(at.resumeTask, {
    ...acts,
    summary: 'Let a paused task go on',
    body: actions.action,
    errors: changing,
  }),
  completeTask: operation(at.completeTask, {
    ...acts,
    summary: 'Have the work of an agent that waits checked',
    description: 'If all checks pass, the task is ready.',
    body: actions.action,
    errors: changing,
  }),
  replanTask: operation(at.replanTask, {
    ...acts,
    summary: 'Make a failed task a draft again',
    body: actions.action,
    errors: changing,
  }),
  retryTask: operation(at.retryTask, {
    ...acts,
    summary: 'Try a failed task again',
    description: 'From a fresh copy, with other limits or another agent where the body says so.',
    body: actions.retryRequest,
    errors: [...changing, ...making],
  }),
  cancelTask: operation(at.cancelTask, {
    ...acts,
    summary: 'Stop a task',
    description: 'Answers when its processes are gone.',
    body: actions.cancelRequest,
    errors: changing,
  }),
  sendToTask: operation(at.sendToTask, {
    ...acts,
    summary: 'Tell the agent something',
    description: 'It hears it at its next turn; one that has ended is woken up in the same copy.',
    body: actions.message,
    errors: changing,
  }),
  queueConflicts: operation(at.queueConflicts, {
    tag: 'Queue',
    summary: 'Show what does not go together',
    description:
      'Whether the work of each task under way or ready could be applied, and with that of each other task; with the files and the lines. Nothing is changed.',
    query: q.conflictQuery,
    response: q.conflicts,
    errors: [...none, 'other_home', 'git_failed'],
  }),
  queue: operation(at.queue, {
    tag: 'Queue',
    summary: 'Show the queue',
    description: 'What waits, in the order in which it would start, why it waits, and what runs.',
    query: q.queueQuery,
    response: q.queue,
    errors: none,
  }),
};
