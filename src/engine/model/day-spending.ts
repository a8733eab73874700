// What all agents of this home have used today, in one place: read from the store once a day, and kept up to date from then
// on by what the runs of this daemon report. Another daemon's homes are other people's money.
import { wallTime, zonedTime } from '../../domain/agents/zoned-time.ts';
import { addSpent, nothingSpent } from '../../domain/budget.ts';
import type { Spent } from '../../domain/budget.ts';
import type { ProjectId } from '../../domain/ids.ts';
import { dayText } from '../../domain/usage-row.ts';
import type { UsageGroupSums, UsageRow } from '../../domain/usage-row.ts';
import type { Store } from '../../store/store.ts';

export interface DaySpendingDeps {
  readonly store: Pick<Store, 'usage'>;
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** As Intl names it: days begin at its midnight. */
  readonly zone: string;
}

const perDollar = 1_000_000;

export class DaySpending {
  readonly #deps: DaySpendingDeps;
  #day = '';
  #now = { minute: Number.NaN, today: '' };
  #all: Spent = nothingSpent;
  readonly #projects = new Map<ProjectId, Spent>();

  constructor(deps: DaySpendingDeps) {
    this.#deps = deps;
  }

  /** `2026-11-21`. */
  get today(): string {
    // Asked with each piece of each answer, and Intl takes 50 µs. No zone begins a day within a minute of UTC.
    const minute = Math.floor(this.#deps.now() / 60_000);
    if (this.#now.minute !== minute)
      this.#now = { minute, today: dayText(wallTime(minute * 60_000, this.#deps.zone)) };
    return this.#now.today;
  }

  /** When tomorrow begins, in milliseconds since 1970. */
  get tomorrow(): number {
    const { now, zone } = this.#deps;
    const noon = { ...wallTime(now(), zone), hour: 12, minute: 0, second: 0 };
    const next = wallTime((zonedTime(noon, zone) ?? now()) + 24 * 3_600_000, zone);
    return zonedTime({ ...next, hour: 0, minute: 0, second: 0 }, zone) ?? now() + 24 * 3_600_000;
  }

  /** Call it before `spentBy`: a daemon that was started anew, or a new day, begins with what the store has. */
  async load(): Promise<void> {
    const day = this.today;
    if (this.#day === day) return;
    const { store, home } = this.#deps;
    const sums = await store.usage.sums({ by: 'project', reach: null, home, from: day, to: day });
    if (this.#day === day) return;
    this.#day = day;
    this.#projects.clear();
    this.#all = nothingSpent;
    // Keys of this group are ids of projects.
    for (const one of sums) this.#count(one.key as ProjectId, spentIn(one));
  }

  /** Of the day for which it was loaded; nothing yet on a new one. */
  get all(): Spent {
    return this.#day === this.today ? this.#all : nothingSpent;
  }

  of(project: ProjectId): Spent {
    return this.#day === this.today ? (this.#projects.get(project) ?? nothingSpent) : nothingSpent;
  }

  /** Counts it now and writes it down. Rejects when the store does. */
  async add(row: Omit<UsageRow, 'home' | 'day'>): Promise<void> {
    const day = this.today;
    if (this.#day === day) this.#count(row.projectId, spentIn({ key: '', ...row }));
    await this.#deps.store.usage.add({ ...row, home: this.#deps.home, day });
  }

  #count(project: ProjectId, spent: Spent): void {
    this.#all = addSpent(this.#all, spent);
    this.#projects.set(project, addSpent(this.#projects.get(project) ?? nothingSpent, spent));
  }
}

function spentIn(sums: UsageGroupSums): Spent {
  return { tokens: sums.inputTokens + sums.outputTokens, cost: sums.costMicros / perDollar };
}
