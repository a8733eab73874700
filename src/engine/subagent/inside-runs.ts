// Subagents that work inside an agent, as the child tasks that they are in the log: made when the agent says that one begins,
// ended when it says how. The agent waits for none of it, and nothing that goes wrong here is the agent's.
import type { Oid, TaskId } from '../../domain/ids.ts';
import { attemptId, taskId } from '../../domain/ids.ts';
import { messageOf } from '../../domain/errors.ts';
import { noUsage } from '../../domain/attempt.ts';
import type { Usage } from '../../domain/attempt.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import type { LimitSources } from '../../domain/limit-source.ts';
import { slug } from '../../domain/names.ts';
import type { Result } from '../../domain/result.ts';
import type { SubagentEvent } from '../../domain/subagent/event.ts';
import { failureOfRun } from '../../domain/inside-task.ts';
import { isLive } from '../../domain/task.ts';
import type { Attempt } from '../../domain/attempt.ts';
import { baseOf } from '../finish.ts';
import type { RunContext } from '../run-context.ts';
import { childOf } from './create-child.ts';

type Start = Extract<SubagentEvent, { type: 'start' }>;
type Finish = Extract<SubagentEvent, { type: 'finish' }>;

interface Child {
  readonly id: TaskId;
  readonly name: string;
  readonly attempt: Attempt;
}

const sources: LimitSources = {
  timeoutMs: 'parent',
  maxTurns: 'subagent',
  maxTokens: 'subagent',
  maxCost: 'parent',
};

/** An agent that goes round in circles must not fill the list of tasks; what is beyond is in its log alone. */
const mostTasks = 500;

export class InsideRuns {
  readonly #run: RunContext;
  readonly #children = new Map<string, Child>();
  /** One after the other: an end is never written before its beginning. */
  #written: Promise<void> = Promise.resolve();
  #tree: Promise<Oid> | null = null;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** To be told what the log is told. Never throws, and writes later. */
  see(event: SubagentEvent): void {
    // One in a copy of its own is a task already.
    if (event.type === 'start' && event.copy !== 'own') this.#later(() => this.#begin(event));
    else if (event.type === 'finish') this.#later(() => this.#end(event));
  }

  /** It waits for a person to decide this, with its parent, who is asked; null: for nothing any more. Writes later. */
  asks(subagentId: string, question: string | null): void {
    this.#later(() => this.#wait(subagentId, question));
  }

  /** Resolves when everything seen so far is written. Never rejects. */
  async settled(): Promise<void> {
    await this.#written;
  }

  #later(work: () => Promise<void>): void {
    const { deps, task } = this.#run;
    this.#written = this.#written.then(work).catch((error: unknown) => {
      deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'a subagent could not be kept as a task');
    });
  }

  async #begin(event: Start): Promise<void> {
    const { deps, fence, actor } = this.#run;
    if (this.#children.size >= mostTasks || this.#children.has(event.subagentId)) return;
    const shown = this.#run.kit.mask(event);
    const id = taskId(deps.newId());
    const attempt = attemptOf(this.#run, id, shown);
    await deps.store.transition(async (within) => {
      // Who lost the task must not add to it.
      if ((await within.tasks.get(this.#run.task.id))?.fence !== fence) return;
      await within.tasks.create(specOf(this.#run, id, shown), actor);
      const steps = [
        { type: 'accepted' },
        { type: 'claimed', worker: deps.worker },
        { type: 'started' },
      ] as const;
      for (const step of steps) await within.tasks.change(id, step, { actor });
      await within.attempts.insert(attempt);
      await within.events.append(id, [{ type: 'agent.subagent', event: shown }], { actor: this.#run.agent });
      this.#children.set(event.subagentId, { id, name: shown.name, attempt });
    });
  }

  async #wait(subagentId: string, question: string | null): Promise<void> {
    const { deps, actor } = this.#run;
    const child = this.#children.get(subagentId);
    if (child === undefined) return;
    await deps.store.transition(async (within) => {
      const now = await within.tasks.get(child.id);
      if (now === undefined || !isLive(now) || (question === null && now.state !== 'waiting')) return;
      const event: LifecycleEvent =
        question === null
          ? { type: 'answered' }
          : { type: 'asked', waitingFor: 'approval', detail: question };
      await within.tasks.change(child.id, event, { actor });
    });
  }

  async #end(event: Finish): Promise<void> {
    const { deps, actor, agent } = this.#run;
    const child = this.#children.get(event.subagentId);
    if (child === undefined) return;
    const shown = this.#run.kit.mask(event);
    const ending = endingOf(child.name, shown, await this.#result(shown));
    await deps.store.transition(async (within) => {
      const now = await within.tasks.get(child.id);
      // Somebody cancelled it, and its agent only heard of it later.
      if (now === undefined || !isLive(now)) return;
      await within.events.append(child.id, [{ type: 'agent.subagent', event: shown }], { actor: agent });
      const usage = usageOf(shown);
      await within.attempts.update(child.attempt.id, { usage, endedAt: deps.now() });
      // Its time may be over while a person is still asked.
      if (now.state === 'waiting') await within.tasks.change(child.id, { type: 'answered' }, { actor });
      await within.tasks.change(child.id, ending, { actor });
    });
  }

  // Whatever it changed is in its parent's copy, and its parent's work.
  async #result({ result }: Finish): Promise<Result> {
    const base = baseOf(this.#run);
    this.#tree ??= this.#run.hub.treeOf(base);
    return { summary: result, base, head: base, tree: await this.#tree, files: [], commits: [], checks: [] };
  }
}

function specOf(run: RunContext, id: TaskId, event: Start): ReturnType<typeof childOf> {
  const title = `${event.name}: ${event.description}`.slice(0, 200);
  const { maxTurns, maxTokens } = event;
  return childOf(run, {
    id,
    name: slug(title),
    title,
    prompt: event.prompt,
    model: event.model ?? run.task.model,
    setup: null,
    limits: { ...run.task.limits, maxTurns, maxTokens, from: sources },
    subagent: { name: event.name, copy: 'shared', base: baseOf(run), run: event.subagentId },
  });
}

function attemptOf(run: RunContext, id: TaskId, { model }: Start): Attempt {
  return {
    id: attemptId(run.deps.newId()),
    taskId: id,
    number: 1,
    agent: run.task.agent,
    model: model ?? run.task.model,
    sessionId: null,
    processGroup: null,
    usage: noUsage,
    // It waited for nobody.
    queuedAt: null,
    startedAt: run.deps.now(),
    endedAt: null,
  };
}

function endingOf(name: string, event: Finish, result: Result): LifecycleEvent {
  if (event.terminateReason === 'GOAL')
    return { type: 'finished', how: 'returned', commit: result.head, result };
  if (event.terminateReason === 'CANCELLED')
    return { type: 'cancelled', reason: 'its agent was told to stop it', force: true };
  return { type: 'failed', failure: failureOfRun(name, event), result };
}

// What its parent used holds all of this too; here it is only for whoever looks at the one.
function usageOf({ statistics }: Finish): Usage {
  if (statistics === null) return noUsage;
  const { inputTokens, outputTokens, estimatedCost: cost } = statistics;
  return { inputTokens, outputTokens, cachedTokens: 0, cost };
}
