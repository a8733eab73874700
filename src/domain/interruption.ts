// What becomes of a task whose agent is gone or stopped: what it was interrupted in, and what it goes on with.
import type { Resume, Task, TaskIn, TaskStatus } from './task.ts';

/**
 * Its worker is gone. A start begins again; work under way goes on in the same copy, also in the middle of a turn that waited
 * for an approval; an agent that has ended its turn needs nobody to restart it before somebody writes; an apply is decided by
 * the branch itself (engine/recovery.ts).
 */
export function afterLoss(task: Task): TaskStatus {
  if (task.state === 'applying') return { state: 'ready', notice: null, merge: task.merge };
  if (isResting(task)) return { state: 'paused', during: 'idle' };
  return { state: 'queued', resume: resumeOf(task), notBefore: null };
}

/** Of a task whose worker is gone, or that is put off: null = it begins anew. */
export function resumeOf(task: Task): Resume | null {
  if (task.state === 'starting') return task.resume;
  return { reason: 'recovered', message: null };
}

/** What a pause stops. */
export function interruptedIn(task: Task): TaskIn<'paused'>['during'] {
  if (task.state === 'starting' && task.resume === null) return 'start';
  if (task.state === 'starting' && task.resume?.reason === 'idle') return 'idle';
  return isResting(task) ? 'idle' : 'work';
}

/** Whether its agent has ended its turn and waits for words of a person. */
function isResting(task: Task): boolean {
  return task.state === 'waiting' && task.waitingFor !== 'approval';
}

/** What never began begins; an agent that had nothing to do is not told to go on, unless somebody says with what. */
export function resumeAfterPause(task: Task, wanted: Resume): Resume | null {
  if (task.state !== 'paused' || task.during === 'work') return wanted;
  if (task.during === 'start') return null;
  return wanted.reason === 'message' ? wanted : { reason: 'idle', message: null };
}
