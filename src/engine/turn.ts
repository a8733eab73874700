// One turn of an agent: a prompt, within the time limit, that can be stopped; and what its end means for the task.
import type { AgentSession, TurnEnd } from '../agents/driver.ts';
import type { Failure } from '../domain/failure.ts';
import type { Task } from '../domain/task.ts';
import type { RunContext } from './run-context.ts';

/** One prompt, within what is left of the time limit. A stop asks the agent to end its turn first. */
export async function turn(run: RunContext, session: AgentSession, prompt: string): Promise<TurnEnd> {
  const { limits } = run.task;
  const timer = setTimeout(
    () => run.control.stop({ why: 'timeout', limitMs: limits.timeoutMs }),
    limits.timeoutMs,
  );
  const onStop = (): void => {
    const isHurry = run.control.stopped?.why === 'shutdown' || run.control.stopped?.why === 'lost';
    void (isHurry ? session.close() : session.cancel());
  };
  run.control.signal.addEventListener('abort', onStop, { once: true });
  try {
    run.control.signal.throwIfAborted();
    const end = await session.prompt(prompt);
    run.control.signal.throwIfAborted();
    return end;
  } finally {
    clearTimeout(timer);
    run.control.signal.removeEventListener('abort', onStop);
  }
}

/** Null when the agent ended its turn by itself: then its work decides. */
export function failureOfEnd(task: Task, end: TurnEnd): Failure | null {
  switch (end.kind) {
    case 'ended':
      return null;
    case 'max_turns':
      return {
        kind: 'max_turns',
        message: `The agent used its ${task.limits.maxTurns ?? ''} turns without finishing.`.replace(
          '  ',
          ' ',
        ),
        detail: '',
        next: 'Retry it with a higher --max-turns, send it a message to go on, or split the task.',
      };
    case 'max_tokens':
      return {
        kind: 'budget',
        message: 'The model reached its output limit in the middle of the turn.',
        detail: '',
        next: 'Send it a message to go on, split the task, or use a model with a larger limit.',
      };
    case 'refused':
      return {
        kind: 'other',
        message: 'The model refused to go on with this request.',
        detail: '',
        next: 'Word the task differently, then retry.',
      };
    case 'cancelled':
      return {
        kind: 'agent_crash',
        message: 'The agent cancelled its own turn.',
        detail: '',
        next: 'Read its log, then retry.',
      };
  }
}
