// What goes on in the background now, of all projects that somebody can see.
import { jobsOf } from '../domain/job.ts';
import type { Job } from '../domain/job.ts';
import type { Project } from '../domain/project.ts';
import type { EngineDeps } from './deps.ts';
import type { MergeQueue } from './merge-queue/merge-queue.ts';

export async function jobsIn(
  { store }: Pick<EngineDeps, 'store'>,
  merges: Pick<MergeQueue, 'look'>,
  projects: readonly Project[],
): Promise<readonly Job[]> {
  const reach = projects.map((project) => project.id);
  const [tasks, queues, requests] = await Promise.all([
    store.tasks.list({ states: ['starting', 'running', 'waiting'], reach }),
    merges.look(projects),
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
