// What goes on now, and what became of what went on before: of all projects that somebody can see.
import { wallTime } from '../domain/agents/zoned-time.ts';
import { jobsOf } from '../domain/job.ts';
import type { Job } from '../domain/job.ts';
import type { Project } from '../domain/project.ts';
import { dayText } from '../domain/usage-row.ts';
import type { UsageGroupSums, UsageQuery } from '../domain/usage-row.ts';
import type { EngineDeps } from './deps.ts';
import type { MergeQueue } from './merge-queue/merge-queue.ts';
import { statisticsOf } from './statistics.ts';
import type { Statistics, StatisticsQuery } from './statistics.ts';

export class Overview {
  readonly #deps: Pick<EngineDeps, 'store' | 'now' | 'zone'>;
  readonly #merges: Pick<MergeQueue, 'look'>;

  constructor(deps: Pick<EngineDeps, 'store' | 'now' | 'zone'>, merges: Pick<MergeQueue, 'look'>) {
    this.#deps = deps;
    this.#merges = merges;
  }

  /** What became of the work of agents. Throws `invalid_input` for days that are none. */
  async statistics(query: StatisticsQuery): Promise<Statistics> {
    return statisticsOf(this.#deps, query);
  }

  /** What agents used. */
  async usage(query: UsageQuery): Promise<readonly UsageGroupSums[]> {
    return this.#deps.store.usage.sums(query);
  }
  /** The day that it is for this daemon. */
  get today(): string {
    return dayText(wallTime(this.#deps.now(), this.#deps.zone));
  }

  /** All that goes on in the background, of these projects; the longest first. */
  async jobs(projects: readonly Project[]): Promise<readonly Job[]> {
    const { store } = this.#deps;
    const reach = projects.map((project) => project.id);
    const [tasks, queues, requests] = await Promise.all([
      store.tasks.list({ states: ['starting', 'running', 'waiting'], reach }),
      this.#merges.look(projects),
      store.requests.list({ states: ['working'], reach }),
    ]);
    const merging = queues.flatMap(({ entries, lane }) =>
      entries.map((task) => ({
        task,
        since: task.merge.at,
        step: lane?.steps.get(task.id) ?? 'waits',
      })),
    );
    return jobsOf(tasks, merging, requests);
  }
}
