// What happens to schedules, on a live stream beside the events of tasks.
import type { Writable } from 'node:stream';
import type { ScheduleNewsJson } from '../api/schedule-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import type { ScheduleNews } from '../engine/planning/schedule-news.ts';
import { isProjectInScope } from './event-scope.ts';
import type { Scope } from './event-scope.ts';
import { sayFollowing } from './say-following.ts';
import { tellBeside } from './tell-beside.ts';

/** To be called when the head of the response is out. Returns how to stop. */
export function followSchedules(
  { requests }: Pick<Engine, 'requests'>,
  scope: Scope,
  response: Writable,
): () => void {
  const stop = requests.schedules.listen((news) => {
    if (scope.taskIds === undefined && isProjectInScope(scope, news.schedule.projectId))
      tellBeside(response, newsJson(news));
  });
  sayFollowing(response, 'schedules');
  return stop;
}

function newsJson({ schedule, isGone }: ScheduleNews): ScheduleNewsJson {
  const { id, projectId, name, state, version } = schedule;
  return { type: 'schedule', schedule: { id, project_id: projectId, name, state, version }, is_gone: isGone };
}
