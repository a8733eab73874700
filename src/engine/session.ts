// The agent's side of a run: opens its session in the workspace, and counts one attempt per fresh start.
import type { AgentSession } from '../agents/driver.ts';
import type { AgentEvent } from '../domain/agent-event.ts';
import { noUsage } from '../domain/attempt.ts';
import type { Attempt } from '../domain/attempt.ts';
import { attemptId } from '../domain/ids.ts';
import { withoutStatistics } from '../domain/subagent/privacy.ts';
import { decidePermission } from './decide-permission.ts';
import { keysOf, openModelAccess } from './model/model-access.ts';
import type { ModelAccess } from './model/model-access.ts';
import type { Resume, Task } from '../domain/task.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { openProtocolLog } from './protocol/open-log.ts';
import type { OpenLog } from './protocol/open-log.ts';
import { sessionDesk } from './session-desk.ts';
import type { OpenSessionTools } from './session-tools.ts';
import { Prompts } from './prompts.ts';
import type { Prompt } from './prompts.ts';
import type { RunContext } from './run-context.ts';
import { withCheckAdvice } from './start-failure.ts';

export interface OpenSession {
  readonly session: AgentSession;
  readonly attempt: Attempt;
  /** To be closed with the session. */
  readonly model: ModelAccess;
  /** To be closed when the session is. */
  readonly log: OpenLog;
  /** The same; null: it has none of our tools. */
  readonly tools: OpenSessionTools | null;
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
  const model = await openModelAccess(run, attempt, entry);
  run.hide(keysOf(model));
  const log = await openProtocolLog(run, attempt.number);
  const tools = deps.sessionTools?.open(sessionDesk(run)) ?? null;
  if (tools !== null) run.hide([tools.tools.token]);
  try {
    return await openWith(run, workspace, { attempt, before, resume, model, log, tools });
  } catch (error) {
    model.close();
    tools?.close();
    await log.close();
    throw error;
  }
}

interface Opening {
  readonly attempt: Attempt;
  /** The attempt that goes on. */
  readonly before: Attempt | undefined;
  readonly resume: Resume | null;
  readonly model: ModelAccess;
  readonly log: OpenLog;
  readonly tools: OpenSessionTools | null;
}

async function openWith(run: RunContext, workspace: Workspace, given: Opening): Promise<OpenSession> {
  const { deps, task } = run;
  const { attempt, before, resume, model, log, tools } = given;
  const opening = deps.driver(model.entry.protocol).open(
    {
      entry: model.entry,
      model: task.model,
      cwd: workspace.tree,
      home: workspace.home,
      resume: before?.sessionId ?? null,
      maxTurns: task.limits.maxTurns,
      onEvent: (event) => onEvent(run, model, event),
      decide: (request, signal) => decidePermission(run, request, signal),
      environment: model.environment,
      variables: { ...model.variables, ...subagentOf(task) },
      ...(tools !== null && { tools: tools.tools }),
      runSubagent: (request, signal) => run.runSubagent(request, signal),
      ...(log.tap !== null && { tap: log.tap }),
    },
    run.control.signal,
  );
  const session = await opening.catch((error: unknown) => {
    throw withCheckAdvice(error, task.agent);
  });
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
  model.meter.roundsOf = () => session.rounds;
  run.control.stopSubagent = (callId) => session.stopSubagent(callId);
  run.control.decide = async (id, verdict) => run.approvals.decide(id, verdict);
  const prompts = new Prompts(run, session);
  if (model.gateway !== null)
    run.note('info', `its models are asked through the gateway (${model.gateway.providers.join(', ')})`);
  return {
    session,
    attempt,
    model,
    log,
    tools,
    prompts,
    firstPrompt: await firstPrompt(prompts, resume, session),
  };
}

// The built-in agent is then that subagent.
function subagentOf({ subagent }: Task): Readonly<Record<string, string>> {
  return subagent == null ? {} : { TASKLANE_SUBAGENT: subagent.name };
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
    queuedAt: run.control.queuedAt,
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

function recordShown(run: RunContext, shown: AgentEvent): void {
  if (shown.type !== 'agent.subagent') {
    run.record(shown);
    return;
  }
  const event = run.settings.subagentStatistics === 'on' ? shown.event : withoutStatistics(shown.event);
  if (event === null) return;
  run.record({ ...shown, event });
  run.onSubagent(event);
}

function onEvent(run: RunContext, model: ModelAccess, event: AgentEvent): void {
  run.signs.see(event);
  run.account.see(event);
  const { event: kept, note } = run.flood.see(event);
  const shown = kept === null ? null : model.see(kept);
  if (shown !== null) recordShown(run, shown);
  if (note !== null) run.note('warning', note);
  if (event.type !== 'agent.tool') return;
  const limit = run.settings.repeatLimit;
  const { title } = event.call;
  if (run.repetition.see(event.call) >= limit && limit > 0)
    run.control.limit({ why: 'repeats', limit, title });
}
