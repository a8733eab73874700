// One run of one task, from the claim to whatever it ends in: copy, setup, agent, turns, snapshot, checks.
// Every way out leaves the task in a state that says what happened, the work committed, and no process behind.
import type { AgentSession, TurnEnd } from '../agents/driver.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Failure } from '../domain/failure.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import { failureOfError } from './failure-of-error.ts';
import { baseOf, describe, finish, takeSnapshot } from './finish.ts';
import { keepLease } from './lease.ts';
import { prepare } from './prepare.ts';
import { nobody, RunContext } from './run-context.ts';
import { RunStopped } from './run-control.ts';
import type { RunControl, StopReason } from './run-control.ts';
import { openSession } from './session.ts';

/** How long an agent that waits for a person is kept alive before it is stopped; its session is kept. */
const idleMs = 15 * 60_000;

/** Runs a task that was just claimed. Never rejects: whatever goes wrong ends up in the task or in the log. */
export async function runAttempt(deps: EngineDeps, claimed: Task, control: RunControl): Promise<void> {
  const stopRenewing = keepLease(deps, claimed.id, claimed.fence, () => control.stop({ why: 'lost' }));
  try {
    const run = await openContext(deps, claimed, control);
    try {
      await work(run);
    } catch (error) {
      await settle(run, error);
    } finally {
      await run.recorder.flush();
    }
  } catch (error) {
    await failUnopened(deps, claimed, error);
  } finally {
    stopRenewing();
    await deps.store.leases.release(claimed.id, claimed.fence).catch(() => undefined);
  }
}

async function openContext(deps: EngineDeps, task: Task, control: RunControl): Promise<RunContext> {
  const project = await deps.store.projects.get(task.projectId);
  if (project === undefined) throw new AppError('not_found', `The project of task ${task.id} was removed.`);
  const [settings, hub, author] = await Promise.all([
    deps.settings(project),
    deps.workspaces.openHub(project.id, project.root),
    deps.workspaces.repositories.identity(project.root),
  ]);
  return new RunContext(deps, control, { task, project, settings, hub, author: author ?? nobody });
}

async function work(run: RunContext): Promise<void> {
  const workspace = await prepare(run);
  const { session, attempt, firstPrompt } = await openSession(run, workspace);
  try {
    let prompt: string | null = firstPrompt;
    while (prompt !== null) {
      const end = await turn(run, session, prompt);
      const failure = failureOfEnd(run.task, end);
      if (failure !== null) {
        await failWithWork(run, failure);
        return;
      }
      prompt = (await nextMessages(run)) ?? (await afterTurn(run, workspace, session));
    }
  } finally {
    await session.close();
    await run.deps.store.attempts.update(attempt.id, { endedAt: run.deps.now(), processGroup: null });
  }
}

async function afterTurn(
  run: RunContext,
  workspace: Parameters<typeof finish>[1],
  session: AgentSession,
): Promise<string | null> {
  const how = await finish(run, workspace);
  if (how === 'settled') return null;
  if (how === 'message') {
    await run.change({ type: 'progressed', activity: 'agent' });
    return nextMessages(run);
  }
  return waitForPerson(run, session);
}

async function nextMessages(run: RunContext): Promise<string | null> {
  const messages = await run.deps.store.messages.take(run.task.id);
  return messages.length === 0 ? null : messages.join('\n\n');
}

/** One prompt, within what is left of the time limit. A stop asks the agent to end its turn first. */
async function turn(run: RunContext, session: AgentSession, prompt: string): Promise<TurnEnd> {
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

async function waitForPerson(run: RunContext, session: AgentSession): Promise<string | null> {
  const text = run.summary.text;
  await run.change({
    type: 'idled',
    detail: text === '' ? 'The agent ended its turn without a change.' : text,
  });
  const until = run.deps.now() + idleMs;
  for (;;) {
    const message = await nextMessages(run);
    run.control.signal.throwIfAborted();
    if (message !== null) {
      await run.change({ type: 'answered' });
      return message;
    }
    const left = until - run.deps.now();
    if (left <= 0) break;
    await run.control.messages.next(left);
  }
  await session.close();
  await run.change({ type: 'paused' });
  return null;
}

function failureOfEnd(task: Task, end: TurnEnd): Failure | null {
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
        next: 'Its work is on the branch. Retry with a higher --max-turns, or split the task.',
      };
    case 'max_tokens':
      return {
        kind: 'budget',
        message: 'The model reached its output limit in the middle of the turn.',
        detail: '',
        next: 'Its work is on the branch. Split the task, or use a model with a larger limit.',
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

/** Fails the task and keeps what the agent had done, on its branch. */
async function failWithWork(run: RunContext, failure: Failure): Promise<void> {
  const result = await keepWork(run);
  await run.change({ type: 'failed', failure, ...(result !== null && { result }) });
}

async function keepWork(run: RunContext): Promise<Awaited<ReturnType<typeof describe>> | null> {
  if (run.workspace === null) return null;
  try {
    const head = await takeSnapshot(run, run.workspace);
    return head === baseOf(run) ? null : await describe(run, baseOf(run), head, []);
  } catch (error) {
    run.note('warning', `The work could not be committed; it is still in the workspace: ${messageOf(error)}`);
    return null;
  }
}

async function settle(run: RunContext, error: unknown): Promise<void> {
  const stop = run.control.stopped ?? (error instanceof RunStopped ? error.stop : null);
  try {
    if (stop === null) await failWithWork(run, failureOfError(error));
    else await settleStop(run, stop);
  } catch (second) {
    // Fenced out: whoever holds the task now decides. Anything else is tried again by the recovery at the next start.
    if (second instanceof AppError && second.code === 'stale_lease') return;
    run.deps.log.error(
      { taskId: run.task.id, error: messageOf(second), cause: messageOf(error) },
      'a run could not be settled',
    );
  }
}

async function settleStop(run: RunContext, stop: StopReason): Promise<void> {
  switch (stop.why) {
    case 'lost':
      return;
    case 'shutdown':
      return run.change({ type: 'lost' });
    case 'timeout':
      return failWithWork(run, {
        kind: 'timeout',
        message: `The agent did not finish within its time limit of ${Math.round(stop.limitMs / 1000)} s.`,
        detail: '',
        next: 'Its work is on the branch. Retry with a higher --timeout, or split the task.',
      });
    case 'cancelled':
      await keepWork(run);
      return run.change({ type: 'cancelled', reason: stop.reason, force: stop.force });
  }
}

async function failUnopened(deps: EngineDeps, task: Task, error: unknown): Promise<void> {
  deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'a run could not begin');
  await deps.store.tasks
    .change(
      task.id,
      { type: 'failed', failure: failureOfError(error) },
      { actor: `worker:${deps.worker}`, fence: task.fence },
    )
    .catch((second: unknown) =>
      deps.log.error({ taskId: task.id, error: messageOf(second) }, 'a failure could not be written'),
    );
}
