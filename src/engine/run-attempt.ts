// One run of one task, from the claim to whatever it ends in: copy, setup, agent, turns, snapshot, checks.
// Every way out leaves the task in a state that says what happened, the work committed, and no process behind.
import type { AgentSession } from '../agents/driver.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import { failureOfError } from './failure-of-error.ts';
import { finish } from './finish.ts';
import { keepLease } from './lease.ts';
import { clearUp } from './merge-work.ts';
import { patientStore } from './patient-store.ts';
import { prepare } from './prepare.ts';
import { nobody, RunContext } from './run-context.ts';
import type { RunControl } from './run-control.ts';
import { openSession } from './session.ts';
import { failWithWork, settle } from './settle.ts';
import { failureOfEnd, turn } from './turn.ts';

/** How long an agent that waits for a person is kept alive before it is stopped; its session is kept. */
const idleMs = 15 * 60_000;

/** Runs a task that was just claimed. Never rejects: whatever goes wrong ends up in the task or in the log. */
export async function runAttempt(deps: EngineDeps, claimed: Task, control: RunControl): Promise<void> {
  const stopRenewing = keepLease(deps, claimed.id, claimed.fence, () => control.stop({ why: 'lost' }));
  try {
    const store = patientStore(deps.store, control.signal);
    const run = await openContext({ ...deps, store }, claimed, control);
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
  // Not before the agent is gone: it would write into a copy that is being deleted.
  if (run.task.state === 'done' && run.task.how === 'applied') await clearUp(run.deps, run.task, run.hub);
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

async function waitForPerson(run: RunContext, session: AgentSession): Promise<string | null> {
  const text = run.said;
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
