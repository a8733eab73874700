// A subagent that works inside the agent that asked for it is a task too, so that it is found, shown and counted like one in
// a copy of its own. But it has no agent, copy or slot of its own: only what its parent's agent tells of it moves it.
import type { Failure } from './failure.ts';
import type { LifecycleEventType } from './lifecycle-event.ts';
import type { Task } from './task.ts';
import type { SubagentEvent } from './subagent/event.ts';

/** Never back into the queue: nobody but its parent's agent could do it. */
const mayHappen: ReadonlySet<LifecycleEventType> = new Set([
  'accepted',
  'claimed',
  'started',
  'asked',
  'answered',
  'finished',
  'failed',
  'cancelled',
  'deleted',
  'restored',
  'emptied',
]);

export function isInside({ subagent }: Pick<Task, 'subagent'>): boolean {
  return subagent?.run != null;
}

/** In words why it may not happen to a task inside its parent; null = it may. */
export function whyNotInside(task: Pick<Task, 'subagent'>, type: LifecycleEventType): string | null {
  return isInside(task) && !mayHappen.has(type) ? 'it works inside the agent of its parent' : null;
}

export const insideAdvice = 'Tell its parent: tasklane task send.';

type Finish = Extract<SubagentEvent, { type: 'finish' }>;

/** How a run that did not end as it should failed. */
export function failureOfRun(name: string, { terminateReason, result }: Finish): Failure {
  return {
    kind: kinds[terminateReason] ?? 'other',
    message: `Subagent “${name}” ended with ${terminateReason}: ${firstLine(result)}`,
    detail: result,
    next: 'Nothing needs to be done: the agent that asked for it was told, and decided how to go on.',
  };
}

const kinds: { readonly [Reason in Finish['terminateReason']]?: Failure['kind'] } = {
  MAX_TURNS: 'max_turns',
  TIMEOUT: 'timeout',
  MAX_TOKENS: 'budget',
};

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 300);
}
