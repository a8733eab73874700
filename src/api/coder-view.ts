// The words of Coder for a task, for clients that show them without asking for Coder's own JSON.
import { coderView as viewOf } from '../domain/coder/view.ts';
import type { CoderView } from '../domain/coder/view.ts';
import type { TaskJson } from './schemas.ts';

export { coderStatuses } from '../domain/coder/view.ts';

export function coderView(task: TaskJson): CoderView {
  return viewOf(task);
}
