// What happens to schedules, for whoever looks on. Nothing of it is a log: who comes later reads the schedule.
import type { Schedule } from '../../domain/planning/schedule.ts';

export interface ScheduleNews {
  readonly schedule: Schedule;
  readonly isGone: boolean;
}

type Listener = (news: ScheduleNews) => void;

export class ScheduleDesk {
  readonly #listeners = new Set<Listener>();

  /** Returns how to stop listening. The listener must not throw. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called with each change that is stored. */
  changed(schedule: Schedule): void {
    this.#tell({ schedule, isGone: false });
  }

  gone(schedule: Schedule): void {
    this.#tell({ schedule, isGone: true });
  }

  #tell(news: ScheduleNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
