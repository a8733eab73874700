// The agent's side of a run: opens its session in the workspace, and counts one attempt per fresh start.
import type { AgentSession, PermissionDecision } from '../agents/driver.ts';
import type { AgentEvent } from '../domain/agent-event.ts';
import { noUsage, sum } from '../domain/attempt.ts';
import type { Attempt } from '../domain/attempt.ts';
import { messageOf } from '../domain/errors.ts';
import { attemptId } from '../domain/ids.ts';
import type { Resume } from '../domain/task.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { Prompts } from './prompts.ts';
import type { Prompt } from './prompts.ts';
import type { RunContext } from './run-context.ts';

export interface OpenSession {
  readonly session: AgentSession;
  readonly attempt: Attempt;
  readonly prompts: Prompts;
  /** Null: it has nothing to do before somebody writes. */
  readonly firstPrompt: Prompt | null;
}

/** Starts the agent, and marks the task as running. The caller closes the session. */
export async function openSession(run: RunContext, workspace: Workspace): Promise<OpenSession> {
  const { deps, task } = run;
  const resume = task.state === 'starting' ? task.resume : null;
  const entry = (await deps.agents(run.project)).get(task.agent);
  const before = resume === null ? undefined : await deps.store.attempts.latest(task.id);
  const attempt = before ?? newAttempt(run);
  await run.change({ type: 'stepped', step: 'agent' });
  const session = await deps.driver(entry.protocol).open(
    {
      entry,
      model: task.model,
      cwd: workspace.tree,
      home: workspace.home,
      resume: before?.sessionId ?? null,
      maxTurns: task.limits.maxTurns,
      onEvent: (event) => onEvent(run, attempt, event),
      decide: async () => decide(run),
      environment: deps.environment,
      variables: run.kit.variables,
    },
    run.control.signal,
  );
  try {
    if (before === undefined) await deps.store.attempts.insert(attempt);
    await deps.store.attempts.update(attempt.id, {
      sessionId: session.sessionId,
      processGroup: session.processGroup,
    });
    await run.change({ type: 'started' });
  } catch (error) {
    await session.close();
    throw error;
  }
  run.note(
    'info',
    session.resumed ? `${session.agentInfo} goes on with its session` : `${session.agentInfo} started`,
  );
  run.control.stopSubagent = (callId) => session.stopSubagent(callId);
  const prompts = new Prompts(run, session);
  return { session, attempt, prompts, firstPrompt: await firstPrompt(prompts, resume, session) };
}

function newAttempt(run: RunContext): Attempt {
  return {
    id: attemptId(run.deps.newId()),
    taskId: run.task.id,
    number: run.task.attempt + 1,
    agent: run.task.agent,
    model: run.task.model,
    sessionId: null,
    processGroup: null,
    usage: noUsage,
    startedAt: run.deps.now(),
    endedAt: null,
  };
}

async function firstPrompt(
  prompts: Prompts,
  resume: Resume | null,
  session: AgentSession,
): Promise<Prompt | null> {
  try {
    return await prompts.first(resume);
  } catch (error) {
    await session.close();
    throw error;
  }
}

function onEvent(run: RunContext, attempt: Attempt, event: AgentEvent): void {
  run.account.see(event);
  run.record(event);
  // A session that was loaded again counts from zero: what the attempt had used before is added.
  if (event.type === 'agent.usage')
    run.deps.store.attempts
      .update(attempt.id, { usage: sum(attempt.usage, event.usage) })
      .catch((error: unknown) =>
        run.deps.log.warn({ error: messageOf(error) }, 'usage could not be written'),
      );
}

// The driver puts the decision into the log.
function decide(run: RunContext): PermissionDecision {
  const outcome = run.settings.permission;
  return { outcome, by: `policy ${outcome}` };
}
