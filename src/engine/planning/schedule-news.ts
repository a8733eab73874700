// What happens to schedules, for whoever looks on. Nothing of it is a log: who comes later reads the schedule.
import type { Schedule } from '../../domain/planning/schedule.ts';

export interface ScheduleNews {
  readonly schedule: Schedule;
  readonly isGone: boolean;
}
