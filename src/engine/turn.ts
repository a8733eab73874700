// One turn of an agent: a prompt, within the time limit, that can be stopped; and what its end means for the task.
import type { AgentSession, TurnEnd } from '../agents/driver.ts';
import type { Failure } from '../domain/failure.ts';
import type { Task } from '../domain/task.ts';
import { errorOfTurn } from '../domain/llm/outcome.ts';
import { turnsUsed } from './limits.ts';
import type { RunContext } from './run-context.ts';
import type { OpenSession } from './session.ts';

/** A turn that somebody ended to be heard: the work goes on with what they said. */
export interface Interrupted {
  readonly kind: 'interrupted';
}

/**
 * One prompt, and what it came to: how the agent ended it, held against what its model did. Throws what was thrown, or the
 * error of the model that the agent does not tell of.
 */
export async function judgedTurn(
  run: RunContext,
  { session, model }: Pick<OpenSession, 'session' | 'model'>,
  prompt: string,
): Promise<TurnEnd | Interrupted> {
  model.meter.beginTurn();
  const evidence = (): { readonly hasActed: boolean } => ({ hasActed: run.account.hasActed });
  try {
    const end = await turn(run, session, prompt);
    if (run.control.limited !== null || end.kind === 'interrupted') return end;
    const stop = run.control.giveUpSignal.aborted ? ({ kind: 'given_up' } as const) : end;
    const error = errorOfTurn(stop, model.meter.health, evidence());
    if (error !== null) throw error;
    return end;
  } catch (error) {
    run.control.signal.throwIfAborted();
    throw errorOfTurn({ kind: 'error', error }, model.meter.health, evidence()) ?? new Error(String(error));
  }
}

const interrupted: Interrupted = { kind: 'interrupted' };

/** One prompt, within the time limits. A stop, and a limit, ask the agent to end its turn first. */
async function turn(run: RunContext, session: AgentSession, prompt: string): Promise<TurnEnd | Interrupted> {
  const { limits } = run.task;
  const { control } = run;
  const stopTimer = limitTime(run, limits.timeoutMs);
  const stopListening = watchSigns(run);
  const onStop = (): void => {
    const isHurry = control.stopped?.why === 'shutdown' || control.stopped?.why === 'lost';
    void (isHurry ? session.close() : session.cancel());
  };
  const onLimit = (): void => void session.cancel();
  let isInterrupted = false;
  control.interrupt = () => {
    isInterrupted = true;
    void session.cancel();
    return true;
  };
  control.signal.addEventListener('abort', onStop, { once: true });
  control.limitSignal.addEventListener('abort', onLimit, { once: true });
  control.giveUpSignal.addEventListener('abort', onLimit, { once: true });
  try {
    control.signal.throwIfAborted();
    if (control.limited !== null) return { kind: 'cancelled' };
    const end = await session.prompt(prompt);
    control.signal.throwIfAborted();
    return end.kind === 'cancelled' && isInterrupted && control.limited === null ? interrupted : end;
  } catch (error) {
    control.signal.throwIfAborted();
    // An agent whose answer was cut may call that an error.
    if (control.limited !== null) return { kind: 'cancelled' };
    if (isInterrupted) return interrupted;
    throw error;
  } finally {
    control.interrupt = () => false;
    stopTimer();
    stopListening();
    await run.approvals.end();
    control.signal.removeEventListener('abort', onStop);
    control.limitSignal.removeEventListener('abort', onLimit);
    control.giveUpSignal.removeEventListener('abort', onLimit);
  }
}

/** Stops the run once its agent has worked for so long; what it waits for a person is not counted. Answers how to stop that. */
function limitTime({ deps, control, approvals }: RunContext, limitMs: number): () => void {
  const [began, waitedBefore] = [deps.now(), approvals.waitedMs];
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const left = limitMs - (deps.now() - began - (approvals.waitedMs - waitedBefore));
    if (left <= 0) control.stop({ why: 'timeout', limitMs });
    else timer = setTimeout(look, left);
  };
  timer = setTimeout(look, limitMs);
  return () => clearTimeout(timer);
}

/** Limits the run once its agent has been silent for too long. Answers how to stop watching. */
function watchSigns(run: RunContext): () => void {
  const { silentMs: limitMs } = run.settings;
  run.signs.begin();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const left = limitMs - run.signs.silentMs;
    if (left <= 0) run.control.limit({ why: 'silent', limitMs });
    else timer = setTimeout(look, left);
  };
  timer = setTimeout(look, limitMs);
  return () => clearTimeout(timer);
}

/** Null when the agent ended its turn by itself: then its work decides. */
export function failureOfEnd(task: Task, end: TurnEnd): Failure | null {
  switch (end.kind) {
    case 'ended':
      return null;
    case 'max_turns':
      return {
        kind: 'max_turns',
        ...turnsUsed(task.limits.maxTurns, task.limits.from?.maxTurns),
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
