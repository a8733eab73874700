// A planner's way to its model: through the gateway where there is one, as that of a task. What it uses counts for its project
// and its day, and a budget that is used up ends it.
import type { AgentEntry } from '../../agents/driver.ts';
import type { AgentEvent } from '../../domain/agent-event.ts';
import { noUsage } from '../../domain/attempt.ts';
import type { Usage } from '../../domain/attempt.ts';
import { nothingSpent, overrunOf, overrunText } from '../../domain/budget.ts';
import type { Overrun } from '../../domain/budget.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { attemptId, taskId } from '../../domain/ids.ts';
import { costOf, priceOf } from '../../domain/llm/price.ts';
import { errorOfTurn, isHopeless } from '../../domain/llm/outcome.ts';
import type { Stop } from '../../domain/llm/outcome.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { RunMeter } from '../model/run-meter.ts';
import type { Used } from '../model/run-meter.ts';

export interface PlannerModel {
  /** What the agent is started with. */
  readonly entry: AgentEntry;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly variables: Readonly<Record<string, string>>;
  /** By this planner. */
  readonly usage: Usage;
  /** To be told what the agent says of its use, where it asks its models by itself. */
  see(event: AgentEvent): void;
  /** The error that a turn ended with, or null when its end is to be believed. */
  errorOf(stop: Stop, hasActed: boolean): Error | null;
  close(): void;
}

export interface PlannerModelOptions {
  /** What it works for. */
  readonly request: Pick<Request, 'agent' | 'model'> & {
    readonly id: string;
    readonly revisions: readonly unknown[];
  };
  readonly project: Project;
  readonly settings: Settings;
  readonly entry: AgentEntry;
  /** Ends the planner for this reason; called once or more. */
  readonly end: (reason: AppError) => void;
}

/** Throws `agent_unavailable` before anything is asked when the day's is used up already. */
export async function openPlannerModel(
  deps: EngineDeps,
  { request, project, settings, entry, end }: PlannerModelOptions,
): Promise<PlannerModel> {
  const spending = deps.model?.spending;
  await spending?.load();
  const { projectDay, day } = settings.budgets;
  const { maxTokens, maxCost } = settings.limits;
  const all = () => spending?.all ?? nothingSpent;
  const ofProject = () => spending?.of(project.id) ?? nothingSpent;
  const before = overrunOf([
    { of: 'project_day', budget: projectDay, spent: ofProject() },
    { of: 'day', budget: day, spent: all() },
  ]);
  if (before !== null) throw overrunError(before);
  const attempt = { tokens: maxTokens ?? null, cost: maxCost ?? null };
  const meter = new RunMeter({ usage: noUsage }, { attempt, projectDay, day }, { all, project: ofProject });
  const watch = (open = nothingSpent): boolean => {
    const overrun = meter.overrun(open);
    if (overrun !== null) end(overrunError(overrun));
    return overrun === null;
  };
  const keep = ({ model, sums }: Used): void => {
    // A planner works on no task: its request stands in that place.
    const of = {
      taskId: taskId(request.id),
      attemptId: attemptId(`${request.id}-${request.revisions.length + 1}`),
    };
    spending
      ?.add({ projectId: project.id, ...of, agent: request.agent, model, ...sums })
      .catch((error: unknown) => deps.log.warn({ error: messageOf(error) }, 'usage could not be written'));
  };
  const plain = { entry, environment: deps.environment, variables: {} };
  const gateway =
    deps.model === undefined || (entry.gateway ?? settings.gateway) === 'off'
      ? null
      : await deps.model.gateway.open({
          ...plain,
          mayGo: watch,
          onSign: () => undefined,
          onCall: (call) => {
            keep(meter.called(call));
            watch();
            if (isHopeless(meter.health, deps.now())) end(hopeless(meter));
          },
        });
  return {
    ...(gateway === null
      ? plain
      : { entry: gateway.entry, environment: gateway.environment, variables: gateway.variables }),
    get usage() {
      return meter.usage;
    },
    see: (event) => {
      if (event.type !== 'agent.usage' || meter.isSeen) return;
      keep(meter.said(event.usage, request.model ?? '', (used) => priced(request.model, used)));
      watch();
    },
    errorOf: (stop, hasActed) => errorOfTurn(stop, meter.health, { hasActed }),
    close: () => gateway?.close(),
  };
}

function overrunError(overrun: Overrun): AppError {
  const what = overrun.what === 'tokens' ? 'Tokens' : 'Cost';
  const next =
    overrun.of === 'attempt'
      ? `Ask for less at once, or raise max${what}.`
      : `It can go on tomorrow; raise day${what} to go on today.`;
  return new AppError('agent_unavailable', `The planner used up ${overrunText(overrun)}.`, { next });
}

function hopeless(meter: RunMeter): AppError {
  const error = errorOfTurn({ kind: 'given_up' }, meter.health, { hasActed: false });
  return error instanceof AppError
    ? error
    : new AppError('model_network', 'The model of the planner only failed.');
}

function priced(model: string | null, used: Usage): number | null {
  const price = model === null ? null : priceOf(model);
  if (price === null) return null;
  const { inputTokens: input, outputTokens: output, cachedTokens: cached } = used;
  return costOf({ input, output, cached, cacheWrites: 0 }, price);
}
