// Schedules: what people want again and again, or later. A run is written down, with the time after it, before anything is
// made; what is made has the id that was written down. So a daemon that dies in between goes on, and nothing is made twice.
import type { Reach } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { scheduleId } from '../../domain/ids.ts';
import type { ProjectId } from '../../domain/ids.ts';
import {
  editedSchedule,
  ended,
  newSchedule,
  pausedSchedule,
  resumedSchedule,
  takenByHand,
  takenUp,
} from '../../domain/planning/schedule.ts';
import type { NextAfter, Schedule, ScheduleRun } from '../../domain/planning/schedule.ts';
import { nextCronTime } from '../../lib/cron.ts';
import { Listeners } from '../../lib/listeners.ts';
import { Bell } from '../../lib/sleep.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject, requireOwnProjectOf } from '../own-project.ts';
import { readName, readPatch, readText } from './read-schedule.ts';
import type { CreateSchedule, EditSchedule } from './read-schedule.ts';
import { readWhen } from './read-when.ts';
import type { ScheduleNews } from './schedule-news.ts';
import { make } from './schedule-run.ts';
import type { Ways } from './schedule-run.ts';

// The server asks in these words without knowing more of it.
export type { Schedule } from '../../domain/planning/schedule.ts';

type Deps = Pick<EngineDeps, 'store' | 'home' | 'now' | 'newId' | 'zone' | 'log'>;

/** The longest time until somebody looks: a clock may have been set, and a laptop may have slept. */
const restMs = 30_000;
const mostOfProject = 100;

const nextAfter: NextAfter = (when, zone, after) => {
  if (when.kind === 'cron') return nextCronTime(when.expression, zone, after);
  return when.at > after ? when.at : null;
};

export class Schedules {
  readonly #deps: Deps;
  readonly #ways: Ways;
  readonly #bell = new Bell();
  readonly #news = new Listeners<ScheduleNews>();
  readonly #stop = new AbortController();
  #loop: Promise<void> | null = null;

  constructor(deps: Deps, ways: Ways) {
    this.#deps = deps;
    this.#ways = ways;
  }

  /** Finishes what an earlier daemon had begun, then waits for times. */
  async start(): Promise<void> {
    if (this.#loop !== null) return;
    for (const schedule of await this.#deps.store.schedules.list({ home: this.#deps.home }))
      for (const run of schedule.runs) if (run.outcome.kind === 'begun') await this.#carryOut(schedule, run);
    this.#loop = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#bell.ring();
    await this.#loop;
  }

  /** Takes up all that is due now. Never rejects for what is wrong with one schedule: that stands in its run. */
  async runDue(): Promise<void> {
    const { store, home, now } = this.#deps;
    for (const due of await store.schedules.list({ home, dueBy: now() })) {
      const taken = takenUp(due, now(), this.#deps.newId(), nextAfter);
      if (taken === null || !(await this.#took(taken))) continue;
      const run = taken.runs.at(-1);
      if (run !== undefined) await this.#carryOut(taken, run);
    }
  }

  /** Throws `invalid_input`, `already_exists`, `not_found`, `other_home`. */
  async create(input: CreateSchedule, actor: string): Promise<Schedule> {
    const { store, now, newId } = this.#deps;
    const project = await findOwnProject(this.#deps, input.project);
    const text = readText(input.text);
    const { when, zone } = readWhen(input, this.#deps.zone);
    const taken = (await store.schedules.list({ projectId: project.id })).map((one) => one.name);
    const schedule = newSchedule(
      {
        id: scheduleId(newId()),
        projectId: project.id,
        name: readName(input.name, text, taken),
        when,
        zone,
        makes: input.makes ?? 'task',
        text,
        agent: input.agent ?? null,
        model: input.model ?? null,
        missed: input.missed ?? 'once',
        by: actor,
        mayApply: input.mayApply,
        createdAt: now(),
      },
      nextAfter,
    );
    await store.transition(async (within) => {
      if ((await within.schedules.list({ projectId: project.id })).length >= mostOfProject)
        throw new AppError('invalid_input', `The project has ${mostOfProject} schedules already.`, {
          next: 'Delete one that is not needed any more.',
        });
      await within.schedules.insert(schedule);
    });
    return this.#changed(schedule);
  }

  /** Told of each change of those of this home. Returns how to stop. */
  listen(listener: (news: ScheduleNews) => void): () => void {
    return this.#news.listen(listener);
  }

  async list(reach: Reach, projectId?: ProjectId): Promise<readonly Schedule[]> {
    return this.#deps.store.schedules.list({ reach, ...(projectId !== undefined && { projectId }) });
  }

  /** By id, the beginning of one, or name. Throws `not_found`, `ambiguous`. */
  async find(ref: string, reach: Reach): Promise<Schedule> {
    const all = await this.list(reach);
    const exact = all.filter(({ id, name }) => id === ref || name === ref);
    const found = exact.length > 0 ? exact : all.filter(({ id }) => ref.length >= 4 && id.startsWith(ref));
    const [first] = found;
    if (first === undefined)
      throw new AppError('not_found', `There is no schedule “${ref}”.`, {
        next: 'See `tasklane schedule list` for those there are.',
        details: { ref },
      });
    if (found.length === 1) return first;
    throw new AppError('ambiguous', `${found.length} schedules are meant by “${ref}”.`, {
      next: 'Use the id.',
      details: { schedules: found.map(({ id }) => id) },
    });
  }

  /**
   * From then on its runs have the rights of who changed it. `expected`: the version that they read. Throws `invalid_input`,
   * `already_exists`, `stale_version`.
   */
  async edit(
    schedule: Schedule,
    edit: EditSchedule,
    who: { readonly by: string; readonly mayApply: boolean; readonly expected: number | undefined },
  ): Promise<Schedule> {
    const { by, mayApply, expected } = who;
    if (expected !== undefined && expected !== schedule.version)
      throw new AppError('stale_version', `Schedule ${schedule.name} was changed meanwhile.`, {
        next: 'Look at it as it is now, then repeat the change.',
        details: { schedule: schedule.id, version: schedule.version, expected },
      });
    const patch = readPatch(schedule, edit);
    return this.#change(schedule, (one) =>
      editedSchedule(one, patch, { by, mayApply, now: this.#deps.now() }, nextAfter),
    );
  }
  async pause(schedule: Schedule): Promise<Schedule> {
    return this.#change(schedule, (one) => pausedSchedule(one, this.#deps.now()));
  }
  async resume(schedule: Schedule): Promise<Schedule> {
    return this.#change(schedule, (one) => resumedSchedule(one, this.#deps.now(), nextAfter));
  }
  /** One run now, also of one that is paused; the next time stays. Answers when it is made. */
  async runNow(schedule: Schedule, actor: string): Promise<Schedule> {
    const taken = await this.#change(schedule, (one) =>
      takenByHand(one, this.#deps.now(), this.#deps.newId(), actor),
    );
    const run = taken.runs.at(-1);
    return run === undefined ? taken : this.#carryOut(taken, run);
  }
  /** What it made stays. */
  async remove(schedule: Schedule): Promise<void> {
    await requireOwnProjectOf(this.#deps, schedule);
    await this.#deps.store.schedules.remove(schedule.id);
    this.#news.tell({ schedule, isGone: true });
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let wait = restMs;
      try {
        await this.runDue();
        wait = await this.#untilNext();
      } catch (error) {
        // The store may be away for a while: what is due stays due.
        this.#deps.log.error({ error: messageOf(error) }, 'schedules could not be looked at');
      }
      if (!this.#stop.signal.aborted) await this.#bell.next(wait);
    }
  }

  async #untilNext(): Promise<number> {
    const { store, home, now } = this.#deps;
    const times = (await store.schedules.list({ home })).flatMap(({ nextAt }) => nextAt ?? []);
    return Math.max(0, Math.min(restMs, ...times.map((at) => at - now())));
  }

  /** False when somebody else was faster. */
  async #took(taken: Schedule): Promise<boolean> {
    try {
      await this.#deps.store.schedules.update(taken);
      this.#news.tell({ schedule: taken, isGone: false });
      return true;
    } catch (error) {
      if (error instanceof AppError && ['stale_version', 'not_found'].includes(error.code)) return false;
      throw error;
    }
  }

  async #carryOut(schedule: Schedule, run: ScheduleRun): Promise<Schedule> {
    const { outcome } = run;
    if (outcome.kind !== 'begun') return schedule;
    const came = await make(this.#deps, this.#ways, schedule, { ...run, id: outcome.id });
    if (came.kind === 'failed')
      this.#deps.log.warn({ schedule: schedule.id, reason: came.reason }, 'a run of a schedule failed');
    return this.#ended(schedule, outcome.id, came);
  }

  // Read anew: a person may have paused it meanwhile, or deleted it.
  async #ended(before: Schedule, run: string, outcome: ScheduleRun['outcome']): Promise<Schedule> {
    const after = await this.#deps.store.transition(async (within) => {
      const now = await within.schedules.get(before.id);
      if (now === undefined) return null;
      const done = ended(now, run, outcome, this.#deps.now());
      if (done !== now) await within.schedules.update(done);
      return done;
    });
    if (after === null) return before;
    this.#news.tell({ schedule: after, isGone: false });
    return after;
  }

  async #change(schedule: Schedule, change: (schedule: Schedule) => Schedule): Promise<Schedule> {
    await requireOwnProjectOf(this.#deps, schedule);
    const next = change(schedule);
    await this.#deps.store.schedules.update(next);
    return this.#changed(next);
  }

  #changed(schedule: Schedule): Schedule {
    this.#news.tell({ schedule, isGone: false });
    this.#bell.ring();
    return schedule;
  }
}
