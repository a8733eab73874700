// A schedule: words that become a task or a request again and again, or once, at a time. It is data that moves by pure
// functions: whoever takes a run up writes that down first, together with the next time, so that no run is taken twice.
import { AppError } from '../errors.ts';
import type { ProjectId, ScheduleId } from '../ids.ts';

/** A task that starts, a goal that is split into drafts, or one wish that is made into a good prompt. */
export const scheduleMakes = ['task', 'plan', 'prompt'] as const;
export type ScheduleMakes = (typeof scheduleMakes)[number];

/** What happens when its time has passed while nobody was there: one run for all of them, or none. */
export const missedPolicies = ['once', 'skip'] as const;
export type MissedPolicy = (typeof missedPolicies)[number];

/** `paused`: nothing runs until a person resumes it. `over`: there is no next time. */
export const scheduleStates = ['active', 'paused', 'over'] as const;
export type ScheduleState = (typeof scheduleStates)[number];

export type When =
  | { readonly kind: 'cron'; readonly expression: string }
  /** Milliseconds since 1970. */
  | { readonly kind: 'once'; readonly at: number };

export type RunOutcome =
  /** Taken up; the id is that of what is being made, so that whoever takes over makes no second one. */
  | { readonly kind: 'begun'; readonly id: string }
  | { readonly kind: 'made'; readonly id: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface ScheduleRun {
  /** The time that it is for; of a run by hand, when it was asked for. */
  readonly dueAt: number;
  /** When it was taken up. */
  readonly at: number;
  /** Who asked for it; null = it was time. */
  readonly by: string | null;
  /** How many times before this one had passed unseen. */
  readonly missed: number;
  readonly outcome: RunOutcome;
}

export interface Schedule {
  readonly id: ScheduleId;
  readonly projectId: ProjectId;
  /** Unique in the project. */
  readonly name: string;
  readonly when: When;
  /** As Intl names it. */
  readonly zone: string;
  readonly makes: ScheduleMakes;
  readonly text: string;
  /** Null = that of the settings at the time. */
  readonly agent: string | null;
  readonly model: string | null;
  readonly missed: MissedPolicy;
  readonly state: ScheduleState;
  /** Milliseconds since 1970; null unless it is active. */
  readonly nextAt: number | null;
  /** The newest last, at most `mostRuns`. */
  readonly runs: readonly ScheduleRun[];
  /** Whose rights its runs have. */
  readonly by: string;
  /** Whether who made it could move the branch: a task that is applied by itself does that for them. */
  readonly mayApply: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every change. */
  readonly version: number;
}

/** The next time after one, or null. Throws when the expression is none, which creating it has ruled out. */
export type NextAfter = (when: When, zone: string, after: number) => number | null;

/** A time that passed longer ago was missed: the daemon looks twice a minute. Milliseconds. */
const graceMs = 2 * 60_000;

/** Of those that are kept with a schedule. */
const mostRuns = 20;

/** Nobody counts further back. */
const mostCounted = 1000;

export type NewSchedule = Omit<Schedule, 'state' | 'nextAt' | 'runs' | 'updatedAt' | 'version'>;

/** Throws `invalid_input` when its time never comes. */
export function newSchedule(given: NewSchedule, nextAfter: NextAfter): Schedule {
  const nextAt = requireNext(given.when, given.zone, given.createdAt, nextAfter);
  return { ...given, state: 'active', nextAt, runs: [], updatedAt: given.createdAt, version: 1 };
}

/** What may be said anew of one; what is left out stays. */
export type SchedulePatch = Partial<
  Pick<Schedule, 'name' | 'when' | 'zone' | 'makes' | 'text' | 'agent' | 'model' | 'missed'>
>;

/**
 * Another time counts from now, and wakes one that was over; one that is paused stays paused. Throws `invalid_input` when the
 * time never comes.
 */
export function editedSchedule(
  schedule: Schedule,
  patch: SchedulePatch,
  { by, mayApply, now }: Pick<Schedule, 'by' | 'mayApply'> & { readonly now: number },
  nextAfter: NextAfter,
): Schedule {
  // What runs is what they wrote: it has their rights, not those of whoever made the schedule.
  const edited = changed(schedule, now, { ...patch, by, mayApply });
  const isSameTime = whenText(edited.when) === whenText(schedule.when) && edited.zone === schedule.zone;
  if (isSameTime) return edited;
  const nextAt = requireNext(edited.when, edited.zone, now, nextAfter);
  return schedule.state === 'paused' ? edited : { ...edited, state: 'active', nextAt };
}

function requireNext(when: When, zone: string, now: number, nextAfter: NextAfter): number {
  const nextAt = nextAfter(when, zone, now);
  if (nextAt !== null) return nextAt;
  const message = `There is no such time after now: ${whenText(when)}.`;
  throw new AppError('invalid_input', message, {
    next: 'Say a time that is still to come.',
    details: { problems: [{ field: when.kind === 'cron' ? 'cron' : 'at', message }] },
  });
}

/** `0 9 * * 1-5`, or the time as ISO 8601. */
function whenText(when: When): string {
  return when.kind === 'cron' ? when.expression : new Date(when.at).toISOString();
}

/** Takes up what is due: the run is in it as the last one, and the time after it. Null when nothing is due. */
export function takenUp(schedule: Schedule, now: number, id: string, nextAfter: NextAfter): Schedule | null {
  const { when, zone, nextAt } = schedule;
  if (schedule.state !== 'active' || nextAt === null || nextAt > now) return null;
  let [dueAt, missed] = [nextAt, 0];
  for (let next = nextAfter(when, zone, dueAt); next !== null && next <= now && missed < mostCounted;) {
    [dueAt, missed] = [next, missed + 1];
    next = nextAfter(when, zone, dueAt);
  }
  const isLate = now - dueAt > graceMs;
  const outcome: RunOutcome =
    isLate && schedule.missed === 'skip'
      ? { kind: 'skipped', reason: 'Its time had passed while nobody was there.' }
      : { kind: 'begun', id };
  const after = nextAfter(when, zone, now);
  return changed(schedule, now, {
    state: after === null ? 'over' : 'active',
    nextAt: after,
    runs: withRun(schedule, { dueAt, at: now, by: null, missed, outcome }),
  });
}

/** A run that a person wants now; the time of the next one stays. */
export function takenByHand(schedule: Schedule, now: number, id: string, by: string): Schedule {
  const run: ScheduleRun = { dueAt: now, at: now, by, missed: 0, outcome: { kind: 'begun', id } };
  return changed(schedule, now, { runs: withRun(schedule, run) });
}

/** What came of the run that was begun with this id; the same schedule when there is none. */
export function ended(schedule: Schedule, id: string, outcome: RunOutcome, now: number): Schedule {
  const isIt = (run: ScheduleRun): boolean => run.outcome.kind === 'begun' && run.outcome.id === id;
  if (!schedule.runs.some(isIt)) return schedule;
  return changed(schedule, now, {
    runs: schedule.runs.map((run) => (isIt(run) ? { ...run, outcome } : run)),
  });
}

export function pausedSchedule(schedule: Schedule, now: number): Schedule {
  requireState(schedule, 'active', 'paused');
  return changed(schedule, now, { state: 'paused', nextAt: null });
}

/** What passed while it was paused was not missed: it goes on with the next time from now. */
export function resumedSchedule(schedule: Schedule, now: number, nextAfter: NextAfter): Schedule {
  requireState(schedule, 'paused', 'resumed');
  const nextAt = nextAfter(schedule.when, schedule.zone, now);
  return changed(schedule, now, { state: nextAt === null ? 'over' : 'active', nextAt });
}

function withRun({ runs }: Schedule, run: ScheduleRun): readonly ScheduleRun[] {
  return [...runs, run].slice(-mostRuns);
}

function changed(schedule: Schedule, now: number, change: Partial<Schedule>): Schedule {
  return { ...schedule, ...change, updatedAt: now, version: schedule.version + 1 };
}

function requireState(schedule: Schedule, state: ScheduleState, what: string): void {
  if (schedule.state === state) return;
  throw new AppError(
    'invalid_transition',
    `Schedule ${schedule.name} is ${schedule.state}; it cannot be ${what}.`,
    {
      next: `Only one that is ${state} can be ${what}.`,
      details: { schedule: schedule.id, state: schedule.state },
    },
  );
}
