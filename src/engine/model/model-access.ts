// An agent's access to its models during one run: the way through the gateway where there is one, what it uses, and what
// becomes of the run when a budget is used up.
import type { AgentEntry } from '../../agents/driver.ts';
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { Attempt } from '../../domain/attempt.ts';
import { nothingSpent } from '../../domain/budget.ts';
import type { Spent } from '../../domain/budget.ts';
import { messageOf } from '../../domain/errors.ts';
import { keyNames } from '../../domain/key-names.ts';
import type { ModelCall } from '../../domain/llm/call.ts';
import { isHopeless } from '../../domain/llm/outcome.ts';
import { costOf, priceOf } from '../../domain/llm/price.ts';
import type { RunContext } from '../run-context.ts';
import type { OpenGateway } from './model-gateway.ts';
import { RunMeter } from './run-meter.ts';
import type { Used } from './run-meter.ts';

export interface ModelAccess {
  /** What the agent is started with. */
  readonly entry: AgentEntry;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly meter: RunMeter;
  /** Null: the agent asks its models by itself. */
  readonly gateway: OpenGateway | null;
  /** To be told what the agent says; answers what goes into the log instead. */
  see(event: AgentEvent): AgentEvent | null;
  close(): void;
}

export async function openModelAccess(
  run: RunContext,
  attempt: Attempt,
  entry: AgentEntry,
): Promise<ModelAccess> {
  const { deps, task, settings } = run;
  const spending = deps.model?.spending;
  await spending?.load();
  const meter = new RunMeter(
    attempt,
    {
      attempt: { tokens: task.limits.maxTokens ?? null, cost: task.limits.maxCost ?? null },
      projectDay: settings.budgets.projectDay,
      day: settings.budgets.day,
    },
    {
      all: () => spending?.all ?? nothingSpent,
      project: () => spending?.of(run.project.id) ?? nothingSpent,
    },
  );
  const plain = { entry, environment: deps.environment, variables: run.kit.variables };
  const watch = (open: Spent): boolean => {
    const overrun = meter.overrun(open);
    if (overrun !== null) run.control.limit({ why: 'budget', overrun });
    return overrun === null;
  };
  const keep = (used: Used): void => keepUsage(run, attempt, meter, used);
  const gateway =
    deps.model === undefined || (entry.gateway ?? settings.gateway) === 'off'
      ? null
      : await deps.model.gateway.open({
          ...plain,
          mayGo: watch,
          onSign: () => run.signs.seen(),
          onCall: (call) => {
            run.signs.seen();
            keep(meter.called(call));
            run.record({ type: 'run.model_call', call: masked(run, call) });
            run.record({ type: 'agent.usage', usage: meter.usage });
            watch(nothingSpent);
            // A driver that counts by itself has stopped the agent already, and knows which rounds are a subagent's.
            if (meter.roundsOf() === null && (meter.turns ?? 0) > (task.limits.maxTurns ?? Infinity))
              run.control.limit({ why: 'max_turns', limit: task.limits.maxTurns });
            if (isHopeless(meter.health, deps.now())) run.control.giveUp();
          },
        });
  return {
    ...plain,
    ...(gateway !== null && {
      entry: gateway.entry,
      environment: gateway.environment,
      variables: gateway.variables,
    }),
    meter,
    gateway,
    see: (event) => {
      if (event.type !== 'agent.usage') return event;
      if (meter.isSeen) return null;
      keep(meter.said(event.usage, task.model ?? '', (used) => priced(task.model, used)));
      watch(nothingSpent);
      return { type: 'agent.usage', usage: meter.usage };
    },
    close: () => gateway?.close(),
  };
}

/** The keys that an agent is started with, for those that must not appear in what is kept of it. */
export function keysOf({
  entry,
  environment,
  variables,
}: Pick<ModelAccess, 'entry' | 'environment' | 'variables'>): readonly string[] {
  const passed = keyNames(entry.passEnv).map((name) => environment[name] ?? '');
  const set = [entry.env, variables].flatMap((values) =>
    keyNames(Object.keys(values)).map((name) => values[name] ?? ''),
  );
  return [...passed, ...set].filter((key) => key.length >= shortestKey);
}

// A word that somebody set because a local model wants any key at all is no secret, and is found in ordinary sentences.
const shortestKey = 12;

function priced(
  model: string | null,
  used: { readonly inputTokens: number; readonly outputTokens: number; readonly cachedTokens: number },
): number | null {
  const price = model === null ? null : priceOf(model);
  if (price === null) return null;
  const { inputTokens: input, outputTokens: output, cachedTokens: cached } = used;
  return costOf({ input, output, cached, cacheWrites: 0 }, price);
}

// A provider may repeat in its words what it was sent.
function masked(run: RunContext, call: ModelCall): ModelCall {
  return call.error === null ? call : { ...call, error: run.kit.mask(call.error.slice(0, 2000)) };
}

function keepUsage(run: RunContext, attempt: Attempt, meter: RunMeter, { model, sums }: Used): void {
  const { deps, task } = run;
  const row = { projectId: run.project.id, taskId: task.id, attemptId: attempt.id, agent: task.agent, model };
  Promise.all([
    deps.store.attempts.update(attempt.id, { usage: meter.kept }),
    deps.model?.spending.add({ ...row, ...sums }) ?? Promise.resolve(),
  ]).catch((error: unknown) => deps.log.warn({ error: messageOf(error) }, 'usage could not be written'));
}
