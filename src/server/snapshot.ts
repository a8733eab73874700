// The tasks in scope as they were at one position of the log, for who wants to begin with the whole picture. Read in one
// transaction, so that exactly the events after the position come on top of it.
import type { SnapshotJson, TaskSummaryJson } from '../api/event-schemas.ts';
import type { TasksAt } from '../engine/engine.ts';
import { summaryJson } from './present-summary.ts';

/** A board of ten thousand tasks is not put into one message. */
const tasksPerMessage = 500;

/** The messages. Only the last has an `id:`, so that who is cut off in between asks for all of it again. */
export function* formatSnapshot(found: TasksAt): Generator<Buffer, void, undefined> {
  const tasks: TaskSummaryJson[] = found.tasks.map((task) =>
    summaryJson(task, found.projects.get(task.projectId) ?? ''),
  );
  let from = 0;
  do {
    const part = tasks.slice(from, from + tasksPerMessage);
    from += tasksPerMessage;
    const isLast = from >= tasks.length;
    const message: SnapshotJson = { type: 'snapshot', id: found.position, last: isLast, tasks: part };
    const id = isLast ? `id: ${found.position}\n` : '';
    yield Buffer.from(`event: snapshot\n${id}data: ${JSON.stringify(message)}\n\n`);
  } while (from < tasks.length);
}
