// What happens to schedules, on a live stream beside the events of tasks.
import type { Writable } from 'node:stream';
import type { ScheduleNewsJson } from '../api/schedule-schemas.ts';
import { isWithin } from '../domain/access.ts';
import type { Engine } from '../engine/engine.ts';
import type { ScheduleNews } from '../engine/planning/schedule-news.ts';
import type { Scope } from './event-scope.ts';
import { sayFollowing } from './say-following.ts';

/** To be called when the head of the response is out. Returns how to stop. */
export function followSchedules(
  { requests }: Pick<Engine, 'requests'>,
  { reach = null, projectId, taskIds }: Scope,
  response: Writable,
): () => void {
  const isWanted = ({ schedule }: ScheduleNews): boolean =>
    isWithin(reach, schedule.projectId) &&
    (projectId === undefined || projectId === schedule.projectId) &&
    taskIds === undefined;
  const stop = requests.schedules.listen((news) => {
    if (!isWanted(news) || response.writableEnded || response.destroyed) return;
    response.write(`event: schedule\ndata: ${JSON.stringify(newsJson(news))}\n\n`);
  });
  sayFollowing(response, 'schedules');
  return stop;
}

function newsJson({ schedule, isGone }: ScheduleNews): ScheduleNewsJson {
  const { id, projectId, name, state, version } = schedule;
  return { type: 'schedule', schedule: { id, project_id: projectId, name, state, version }, is_gone: isGone };
}
