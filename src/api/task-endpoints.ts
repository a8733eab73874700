// The rows of tasks in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as q from './queue-schemas.ts';
import type * as r from './replay-schemas.ts';
import type * as s from './schemas.ts';
import type * as undo from './undo-schemas.ts';

export const taskEndpoints = {
  listTasks: endpoint<s.TaskQueryJson, undefined, s.TaskListJson>('GET', '/api/v1/tasks', 'task.read'),
  createTask: endpoint<None, s.TaskCreateJson, s.TaskJson>('POST', '/api/v1/tasks', 'task.create'),
  showTask: endpoint<s.TaskScopeJson, undefined, s.TaskJson>('GET', '/api/v1/tasks/:task', 'task.read'),
  deleteTask: endpoint<s.TaskScopeJson, undefined, undefined>('DELETE', '/api/v1/tasks/:task', 'task.delete'),
  /** A draft as a whole; a queued task in priority, depends_on, released_by and owns. */
  editTask: endpoint<s.TaskScopeJson, s.TaskEditJson, s.TaskJson>(
    'PATCH',
    '/api/v1/tasks/:task',
    'task.edit',
  ),
  acceptTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/accept',
    'task.accept',
  ),
  archiveTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/archive',
    'task.archive',
  ),
  moveTask: endpoint<s.TaskScopeJson, q.TaskMoveJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/move',
    'task.move',
  ),
  /** Answers when the task has left the merge queue: it is done, or ready again with its `notice`. */
  applyTask: endpoint<s.TaskScopeJson, s.ApplyJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/apply',
    'task.apply',
  ),
  /** What an undo would do. */
  undoPlan: endpoint<s.TaskScopeJson, undefined, undo.UndoPlanJson>(
    'GET',
    '/api/v1/tasks/:task/undo',
    'task.read',
  ),
  /** Of an applied task: its work is taken from the branch. Answers when that has ended; the task is ready again. */
  undoTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/undo',
    'task.undo',
  ),
  dismissTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/dismiss',
    'task.dismiss',
  ),
  retryTask: endpoint<s.TaskScopeJson, s.RetryJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/retry',
    'task.retry',
  ),
  cancelTask: endpoint<s.TaskScopeJson, s.CancelJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/cancel',
    'task.cancel',
  ),
  /** Answers when its agent is gone. */
  pauseTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/pause',
    'task.pause',
  ),
  resumeTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/resume',
    'task.resume',
  ),
  /** Of a task whose agent waits: its work is checked, and ready then. Answers when that has begun. */
  completeTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/complete',
    'task.complete',
  ),
  /** A failed task is a draft again. */
  replanTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/replan',
    'task.replan',
  ),
  sendToTask: endpoint<s.TaskScopeJson, s.MessageJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/send',
    'task.send',
  ),
  diffTask: endpoint<s.PatchQueryJson, undefined, s.DiffJson>('GET', '/api/v1/tasks/:task/diff', 'task.read'),
  /** Who changed it, when, from which state to which, and why. */
  taskTransitions: endpoint<s.HistoryQueryJson, undefined, s.TransitionListJson>(
    'GET',
    '/api/v1/tasks/:task/transitions',
    'task.read',
  ),
  taskMessages: endpoint<s.HistoryQueryJson, undefined, s.MessageListJson>(
    'GET',
    '/api/v1/tasks/:task/messages',
    'task.read',
  ),
  taskAttempts: endpoint<s.HistoryQueryJson, undefined, s.AttemptListJson>(
    'GET',
    '/api/v1/tasks/:task/attempts',
    'task.read',
  ),
  taskEvidence: endpoint<s.HistoryQueryJson, undefined, s.EvidenceListJson>(
    'GET',
    '/api/v1/tasks/:task/evidence',
    'task.read',
  ),
  /** What is known of its work now, held against the repository. */
  taskVerification: endpoint<s.TaskScopeJson, undefined, s.VerificationReportJson>(
    'GET',
    '/api/v1/tasks/:task/verification',
    'task.read',
  ),
  taskLogs: endpoint<s.LogQueryJson, undefined, s.LogListJson>(
    'GET',
    '/api/v1/tasks/:task/logs',
    'task.read',
  ),
  /** Everything there is of it, as an archive: application/gzip. */
  exportTask: endpoint<s.TaskScopeJson, undefined, string>('GET', '/api/v1/tasks/:task/export', 'task.read'),
  /** Plays an exported task without its agent; the body is the bundle. */
  replayBundle: endpoint<None, undefined, r.ReplayJson>('POST', '/api/v1/replays', 'bundle.replay'),
  /** The full output of one check: text/plain. */
  checkLog: endpoint<s.TaskScopeJson, undefined, string>(
    'GET',
    '/api/v1/tasks/:task/checks/:log',
    'task.read',
  ),
} as const;
