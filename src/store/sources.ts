// Where requests come from besides people's own words: the part of the store about schedules and intakes. The same contract as
// that of the rest (store.ts): each method one transaction, AppError for a caller's mistake.
import type { Reach } from '../domain/access.ts';
import type { IntakeId, ProjectId, ScheduleId } from '../domain/ids.ts';
import type { Intake } from '../domain/planning/intake.ts';
import type { Schedule } from '../domain/planning/schedule.ts';

export interface ScheduleFilter {
  readonly projectId?: ProjectId;
  /** Only those of this home's projects. */
  readonly home?: string;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
  /** Only active ones whose next time has come by then; milliseconds since 1970. */
  readonly dueBy?: number;
}

/** What is to be made at certain times. */
export interface Schedules {
  /** Throws `already_exists` when the project has one of this name. */
  insert(schedule: Schedule): Promise<void>;
  get(id: ScheduleId): Promise<Schedule | undefined>;
  /** In the order in which they were made. */
  list(filter: ScheduleFilter): Promise<readonly Schedule[]>;
  /** Replaces the version before it; throws `stale_version` when that is not the stored one, and `not_found`. */
  update(schedule: Schedule): Promise<void>;
  remove(id: ScheduleId): Promise<void>;
}

export interface IntakeFilter {
  readonly projectId?: ProjectId;
  /** Only those that somebody can see. */
  readonly reach?: Reach;
}

/** Where issue trackers send issues. */
export interface Intakes {
  insert(intake: Intake): Promise<void>;
  /** In the order in which they were added. */
  list(filter: IntakeFilter): Promise<readonly Intake[]>;
  /**
   * Marks what came in as becoming the request `seen.id`, unless one of the marks is there already: then as what that is.
   * Returns the id of the request. The marks must be different ones.
   */
  see(
    id: IntakeId,
    marks: readonly string[],
    seen: { readonly id: string; readonly at: number },
  ): Promise<string>;
  /** With its marks. */
  remove(id: IntakeId): Promise<void>;
}
