// What a task was interrupted in, and what it goes on with.
import type { Resume, Task, TaskIn } from './task.ts';

/** Of a task whose worker is gone, or that is put off: null = it begins anew. */
export function resumeOf(task: Task): Resume | null {
  if (task.state === 'starting') return task.resume;
  return { reason: 'recovered', message: null };
}

/** What a pause stops. */
export function interruptedIn(task: Task): TaskIn<'paused'>['during'] {
  if (task.state === 'starting' && task.resume === null) return 'start';
  if (task.state === 'starting' && task.resume?.reason === 'idle') return 'idle';
  return task.state === 'waiting' && task.waitingFor === 'idle' ? 'idle' : 'work';
}

/** What never began begins; an agent that had nothing to do is not told to go on, unless somebody says with what. */
export function resumeAfterPause(task: Task, wanted: Resume): Resume | null {
  if (task.state !== 'paused' || task.during === 'work') return wanted;
  if (task.during === 'start') return null;
  return wanted.reason === 'message' ? wanted : { reason: 'idle', message: null };
}
