// Routes of schedules: parse → engine → present.
import { contract } from '../api/contract.ts';
import type { ScheduleJson } from '../api/schedule-schemas.ts';
import { AppError } from '../domain/errors.ts';
import { nextInWords } from '../domain/planning/schedule-words.ts';
import type { Engine } from '../engine/engine.ts';
import type { Schedule } from '../engine/planning/schedules.ts';
import { pageOf } from './cursor.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export function scheduleRoutes(app: App, engine: Engine, now: () => number): void {
  const { schedules } = engine.requests;
  const show = async (schedule: Schedule): Promise<ScheduleJson> => {
    const { project } = await engine.project(schedule.projectId, null);
    return scheduleJson(schedule, project.name, now());
  };

  /** Whoever was too late is shown it as it is, to decide what counts. */
  const withCurrent = async (error: unknown, id: string): Promise<never> => {
    if (!(error instanceof AppError) || error.code !== 'stale_version') throw error;
    const current = await show(await schedules.find(id, null));
    throw new AppError('stale_version', error.message, {
      next: 'Compare with `current` in the details, then send the change again with its version.',
      details: { ...error.details, current },
      cause: error,
    });
  };

  route(app, engine, contract.createSchedule, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const mayApply = access.can('task.apply', project.id);
    const made = await schedules.create({ ...body, project: project.id, mayApply }, actor.username);
    access.resource = `schedule ${made.name}`;
    return show(made);
  });
  route(app, engine, contract.listSchedules, async ({ query, access }) => {
    const { reach } = access;
    const only =
      query.project === undefined ? undefined : (await engine.project(query.project, reach)).project.id;
    const { items, next_cursor } = pageOf('schedules', await schedules.list(reach, only), ({ id }) => id, {
      ...query,
      limit: query.limit ?? 100,
    });
    return { schedules: await Promise.all(items.map(show)), next_cursor };
  });
  route(app, engine, contract.showSchedule, async ({ access, param }) =>
    show(await access.schedule(param('schedule'))),
  );
  route(app, engine, contract.editSchedule, async ({ access, actor, body, param }) => {
    const schedule = await access.schedule(param('schedule'));
    const { version: expected, ...edit } = body;
    const mayApply = access.can('task.apply', schedule.projectId);
    const work = schedules.edit(schedule, edit, { by: actor.username, mayApply, expected });
    return show(await work.catch(async (error: unknown) => withCurrent(error, schedule.id)));
  });
  route(app, engine, contract.pauseSchedule, async ({ access, param }) =>
    show(await schedules.pause(await access.schedule(param('schedule')))),
  );
  route(app, engine, contract.resumeSchedule, async ({ access, param }) =>
    show(await schedules.resume(await access.schedule(param('schedule')))),
  );
  route(app, engine, contract.runSchedule, async ({ access, actor, param }) =>
    show(await schedules.runNow(await access.schedule(param('schedule')), actor.username)),
  );
  route(app, engine, contract.deleteSchedule, async ({ access, param }) => {
    await schedules.remove(await access.schedule(param('schedule')));
    return undefined;
  });
}

function scheduleJson(schedule: Schedule, projectName: string, now: number): ScheduleJson {
  const { id, projectId, name, when, zone, makes, text, agent, model, missed, state, nextAt, by } = schedule;
  return {
    id,
    project_id: projectId,
    project_name: projectName,
    name,
    cron: when.kind === 'cron' ? when.expression : null,
    at: when.kind === 'once' ? time(when.at) : null,
    zone,
    makes,
    text,
    agent,
    model,
    missed,
    state,
    next_run_at: nextAt === null ? null : time(nextAt),
    next_run: nextInWords(schedule, now),
    runs: schedule.runs.map((run) => runJson(run, makes)),
    created_by: by,
    created_at: time(schedule.createdAt),
    updated_at: time(schedule.updatedAt),
    version: schedule.version,
  };
}

function runJson(run: Schedule['runs'][number], makes: Schedule['makes']): ScheduleJson['runs'][number] {
  const { outcome } = run;
  const made = outcome.kind === 'made' ? outcome.id : null;
  return {
    due_at: time(run.dueAt),
    at: time(run.at),
    by: run.by,
    missed: run.missed,
    outcome: outcome.kind,
    task_id: makes === 'task' ? made : null,
    request_id: makes === 'task' ? null : made,
    reason: 'reason' in outcome ? outcome.reason : null,
  };
}
