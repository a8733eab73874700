// One run of one task, from the claim to whatever it ends in: copy, setup, agent, turns, snapshot, checks.
// Every way out leaves the task in a state that says what happened, the work committed, and no process behind.
import { errorInWords } from '../domain/agents/trouble.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Task } from '../domain/task.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { accountKey } from './account.ts';
import { recordSuccess } from './agent-health.ts';
import type { EngineDeps, RunDeps } from './deps.ts';
import { failureOfError } from './failure-of-error.ts';
import { finish, takeSnapshot } from './finish.ts';
import { keepLease } from './lease.ts';
import { clearUp } from './merge-work.ts';
import { patientStore } from './patient-store.ts';
import { prepare } from './prepare.ts';
import { endAtLimit, limitOf, waitForTomorrow } from './end-at-limit.ts';
import type { Prompt, Prompts } from './prompts.ts';
import { nobody, RunContext } from './run-context.ts';
import type { SubagentRunner } from './run-context.ts';
import type { RunControl } from './run-control.ts';
import { openSession } from './session.ts';
import type { OpenSession } from './session.ts';
import { failWithWork } from './keep-work.ts';
import { settle } from './settle.ts';
import { InsideRuns } from './subagent/inside-runs.ts';
import type { Subagents } from './subagent/subagents.ts';
import { failureOfEnd, judgedTurn } from './turn.ts';
import { hasOpenQuestion, waitForPerson } from './wait-for-person.ts';

/** Runs a task that was just claimed. Never rejects: whatever goes wrong ends up in the task or in the log. */
export async function runAttempt(
  deps: RunDeps,
  claimed: Task,
  control: RunControl,
  subagents: Subagents,
): Promise<void> {
  const stopRenewing = keepLease(deps, claimed.id, claimed.fence, () => control.stop({ why: 'lost' }));
  try {
    const store = patientStore(deps.store, control.signal);
    const run = await openContext({ ...deps, store }, claimed, control, (parent, request, signal) =>
      subagents.run(parent, request, signal),
    );
    const inside = new InsideRuns(run);
    run.onSubagent = (event) => inside.see(event);
    run.onSubagentAsks = (subagentId, question) => inside.asks(subagentId, question);
    try {
      // Of a run that a crash ended: the agent that waited for them is gone.
      await subagents.stopOf(claimed.id);
      await work(run);
    } catch (error) {
      await settle(run, error);
    } finally {
      await inside.settled();
      await subagents.stopOf(claimed.id);
      await run.recorder.flush();
    }
  } catch (error) {
    await failUnopened(deps, claimed, error);
  } finally {
    stopRenewing();
    await deps.store.leases.release(claimed.id, claimed.fence).catch(() => undefined);
  }
}

async function openContext(
  deps: RunDeps,
  task: Task,
  control: RunControl,
  runSubagent: SubagentRunner,
): Promise<RunContext> {
  const project = await deps.store.projects.get(task.projectId);
  if (project === undefined) throw new AppError('not_found', `The project of task ${task.id} was removed.`);
  const [settings, hub, author] = await Promise.all([
    deps.settings(project),
    deps.workspaces.openHub(project.id, project.root),
    deps.workspaces.repositories.identity(project.root),
  ]);
  return new RunContext(deps, control, {
    task,
    project,
    settings,
    hub,
    author: author ?? nobody,
    runSubagent,
  });
}

async function work(run: RunContext): Promise<void> {
  const { task, deps } = run;
  if (task.state === 'starting' && task.resume !== null)
    run.account.restore(await deps.store.steps.get(task.id, accountKey));
  if (await waitForTomorrow(run)) return;
  const workspace = await prepare(run);
  const opened = await openSession(run, workspace);
  const { session, attempt, model, tools, log, prompts, firstPrompt } = opened;
  try {
    let prompt = firstPrompt ?? (await rest(run, workspace, prompts));
    while (prompt !== null) {
      run.account.begin(prompt.asked);
      run.repetition.reset();
      const end = await judgedTurn(run, opened, prompt.text);
      await run.deps.store.attempts.update(attempt.id, { usage: model.meter.kept });
      if (end.kind === 'interrupted') {
        if (await restartElsewhere(run, session)) return;
        prompt = (await nextPrompt(run, prompts)) ?? (await afterTurn(run, workspace, prompts));
        continue;
      }
      const limit = limitOf(run, end);
      if (limit !== null) {
        await endAtLimit(run, opened, limit);
        return;
      }
      if (end.kind === 'ended') throwIfItSaysSo(run);
      if (end.kind !== 'cancelled') await endTurn(run);
      const failure = failureOfEnd(run.task, end);
      if (failure !== null) {
        await failWithWork(run, failure);
        return;
      }
      await recordSuccess(run.deps.store, { home: run.deps.home, agent: run.task.agent }, run.deps.now());
      prompt = (await nextPrompt(run, prompts)) ?? (await afterTurn(run, workspace, prompts));
    }
  } finally {
    await session.close();
    model.close();
    tools?.close();
    await log.close();
    await run.deps.store.attempts.update(attempt.id, { endedAt: run.deps.now(), processGroup: null });
  }
  // Not before the agent is gone: it would write into a copy that is being deleted.
  if (run.task.state === 'done' && run.task.how === 'applied') await clearUp(run.deps, run.task, run.hub);
}

// Some agents end a turn as if all were well, and only their words say that their model could not be reached.
function throwIfItSaysSo(run: RunContext): void {
  const words = run.account.now;
  const code = errorInWords(words, { now: run.deps.now(), zone: run.deps.zone });
  if (code !== null)
    throw new AppError(code, `Agent ${run.task.agent} ended its turn with an error: ${words}`, {
      next: 'Check its model and its key, or try again later.',
    });
}

// Only now has the agent had its messages: until here a crash would give them once more.
async function endTurn(run: RunContext): Promise<void> {
  const { store } = run.deps;
  run.account.end();
  await store.steps.put(run.task.id, accountKey, run.account.ended);
  await store.messages.done(run.task.id, run.fence);
}

// An agent that did not end its turn when it was interrupted was ended itself: the task goes on with another process.
async function restartElsewhere(run: RunContext, session: OpenSession['session']): Promise<boolean> {
  const isGone = session.sessionId !== null && session.processGroup === null;
  if (!isGone) return false;
  const reason = 'its agent did not end its turn when it was interrupted, and was ended';
  await run.change({ type: 'deferred', notBefore: run.deps.now(), reason });
  return true;
}

/** What somebody wrote meanwhile, or null. */
async function nextPrompt(run: RunContext, prompts: Prompts): Promise<Prompt | null> {
  const messages = await run.deps.store.messages.give(run.task.id, run.fence);
  return messages.length === 0 ? null : prompts.next(messages);
}

/** The next thing to tell the agent; null: the run is over. */
async function afterTurn(run: RunContext, workspace: Workspace, prompts: Prompts): Promise<Prompt | null> {
  if (await hasOpenQuestion(run)) {
    // What it has done so far is to be seen by whoever answers.
    await run.change({ type: 'progressed', activity: 'snapshot' });
    await takeSnapshot(run, workspace);
    return rest(run, workspace, prompts);
  }
  const how = await finish(run, workspace);
  if (how.kind === 'settled') return null;
  if (how.kind === 'idle') return rest(run, workspace, prompts);
  if (how.kind === 'red') {
    const messages = await run.deps.store.messages.give(run.task.id, run.fence);
    return prompts.next(messages, how.told);
  }
  await run.change({ type: 'progressed', activity: 'agent', checks: how.checks });
  return nextPrompt(run, prompts);
}

async function rest(run: RunContext, workspace: Workspace, prompts: Prompts): Promise<Prompt | null> {
  const rested = await waitForPerson(run);
  if (rested.kind === 'completed') return afterTurn(run, workspace, prompts);
  return rested.kind === 'paused' ? null : prompts.next(rested.messages);
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
