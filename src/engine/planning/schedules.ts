// Schedules: what people want again and again, or later. A run is written down, with the time after it, before anything is
// made; what is made has the id that was written down. So a daemon that dies in between goes on, and nothing is made twice.
import type { Reach } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { scheduleId } from '../../domain/ids.ts';
import type { ProjectId } from '../../domain/ids.ts';
import { firstFree, slug, titleOf } from '../../domain/names.ts';
import {
  ended,
  newSchedule,
  pausedSchedule,
  resumedSchedule,
  takenByHand,
  takenUp,
} from '../../domain/planning/schedule.ts';
import type {
  MissedPolicy,
  NextAfter,
  Schedule,
  ScheduleMakes,
  ScheduleRun,
} from '../../domain/planning/schedule.ts';
import { nextCronTime } from '../../lib/cron.ts';
import { Bell } from '../../lib/sleep.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject, requireOwnProjectOf } from '../own-project.ts';
import { make } from './schedule-run.ts';
import type { Ways } from './schedule-run.ts';
import { readWhen } from './read-when.ts';

// The server asks in these words without knowing more of it.
export type { Schedule } from '../../domain/planning/schedule.ts';

export interface CreateSchedule {
  /** Id or name. */
  readonly project: string;
  readonly name?: string | undefined;
  readonly text: string;
  readonly cron?: string | undefined;
  readonly at?: string | undefined;
  readonly zone?: string | undefined;
  readonly makes?: ScheduleMakes | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly missed?: MissedPolicy | undefined;
  /** Whether who asks may move the branch. */
  readonly mayApply: boolean;
}

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
    const text = input.text.trim();
    if (text === '')
      throw new AppError('invalid_input', 'The text is empty.', {
        next: 'Say in plain words what you want.',
      });
    const { when, zone } = readWhen(input, this.#deps.zone);
    const taken = (await store.schedules.list({ projectId: project.id })).map((one) => one.name);
    const schedule = newSchedule(
      {
        id: scheduleId(newId()),
        projectId: project.id,
        name: nameOf(input, text, taken),
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
    this.#bell.ring();
    return schedule;
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
    return this.#deps.store.transition(async (within) => {
      const now = await within.schedules.get(before.id);
      if (now === undefined) return before;
      const after = ended(now, run, outcome, this.#deps.now());
      if (after !== now) await within.schedules.update(after);
      return after;
    });
  }

  async #change(schedule: Schedule, change: (schedule: Schedule) => Schedule): Promise<Schedule> {
    await requireOwnProjectOf(this.#deps, schedule);
    const next = change(schedule);
    await this.#deps.store.schedules.update(next);
    this.#bell.ring();
    return next;
  }
}

function nameOf({ name }: CreateSchedule, text: string, taken: readonly string[]): string {
  if (name === undefined) return firstFree(slug(titleOf(text)), (one) => taken.includes(one));
  if (slug(name) === name) return name;
  throw new AppError('invalid_input', `“${name}” is no name of a schedule.`, {
    next: 'Use lower-case letters, digits and hyphens, at most 40 of them.',
    details: { name },
  });
}
