// One run of a schedule: a task, or a request, with the id that was written down when the run was taken up. Where that is
// there already, an earlier daemon made it and died before it could say so.
import { may } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { requestId, taskId } from '../../domain/ids.ts';
import type { Schedule, RunOutcome, ScheduleRun } from '../../domain/planning/schedule.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { Task } from '../../domain/task.ts';
import { onBehalfOf } from '../accounts/on-behalf.ts';
import type { Changed, CreateTask } from '../create-task.ts';
import type { EngineDeps } from '../deps.ts';
import type { Submit } from './requests.ts';

export interface Ways {
  readonly create: (input: CreateTask, actor: string) => Promise<Changed>;
  readonly submit: (input: Submit, actor: string) => Promise<Request>;
}

export type BegunRun = Pick<ScheduleRun, 'by'> & { readonly id: string };

type Deps = Pick<EngineDeps, 'store' | 'log'>;

/** Never throws: what is wrong is what came of it. */
export async function make(deps: Deps, ways: Ways, schedule: Schedule, run: BegunRun): Promise<RunOutcome> {
  const { id } = run;
  try {
    if (await isMade(deps, schedule, id)) return { kind: 'made', id };
    const before = run.by === null ? await underWay(deps, schedule) : null;
    if (before !== null)
      return { kind: 'skipped', reason: `What it made before is still under way: ${before}.` };
    await (schedule.makes === 'task' ? task(deps, ways, schedule, id) : request(deps, ways, schedule, id));
    return { kind: 'made', id };
  } catch (error) {
    if (!(error instanceof AppError))
      deps.log.error({ error: messageOf(error) }, 'a run of a schedule broke');
    const next = error instanceof AppError && error.next !== undefined ? ` ${error.next}` : '';
    return { kind: 'failed', reason: `${messageOf(error)}${next}` };
  }
}

async function isMade({ store }: Deps, { makes }: Schedule, id: string): Promise<boolean> {
  const found = makes === 'task' ? store.tasks.get(taskId(id)) : store.requests.find(id);
  return (await found) !== undefined;
}

/** What the newest run made, where nobody is done with it: else a queue that stands still would only grow. */
async function underWay({ store }: Deps, { makes, runs }: Schedule): Promise<string | null> {
  const last = runs.findLast(({ outcome }) => outcome.kind === 'made')?.outcome;
  if (last?.kind !== 'made') return null;
  if (makes !== 'task')
    return (await store.requests.find(last.id))?.state === 'working' ? 'its planner' : null;
  const made = await store.tasks.get(taskId(last.id));
  return made === undefined || made.deletedAt !== null || isAtRest(made)
    ? null
    : `#${made.number}, ${made.state}`;
}

function isAtRest({ state }: Task): boolean {
  return !['queued', 'starting', 'running', 'waiting', 'paused', 'applying'].includes(state);
}

async function task({ store }: Deps, ways: Ways, schedule: Schedule, id: string): Promise<void> {
  const { projectId, name, text, by } = schedule;
  const actor = await onBehalfOf(store, by, 'task.create', projectId);
  const mayApply = schedule.mayApply && may(actor, 'task.apply', projectId).kind === 'allowed';
  const made = await ways.create(
    { project: projectId, id: taskId(id), name, prompt: text, ...who(schedule), mayApply },
    by,
  );
  const said = { type: 'run.note', level: 'info', text: `Made by the schedule ${name}.` } as const;
  await store.events.append(made.task.id, [said], { actor: `schedule:${name}` });
}

async function request({ store }: Deps, ways: Ways, schedule: Schedule, id: string): Promise<void> {
  const { projectId, makes, text, by } = schedule;
  if (makes === 'task') throw new Error('a task is no request');
  await onBehalfOf(store, by, 'request.create', projectId);
  await ways.submit({ project: projectId, id: requestId(id), kind: makes, text, ...who(schedule) }, by);
}

function who({ agent, model }: Schedule): { readonly agent?: string; readonly model?: string } {
  return { ...(agent !== null && { agent }), ...(model !== null && { model }) };
}
