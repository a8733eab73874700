// What happens to requests, on a live stream beside the events of tasks: a message for each change of one and for each thing that
// its planner does. They have no place in the log, so a stream begins with those that somebody still waits for; who comes back
// after a break has missed nothing that counts.
import type { Writable } from 'node:stream';
import type { RequestNewsJson } from '../api/request-schemas.ts';
import { messageOf } from '../domain/errors.ts';
import type { RequestState } from '../domain/planning/request.ts';
import type { Engine } from '../engine/engine.ts';
import type { RequestNews } from '../engine/planning/request-news.ts';
import type { Log } from '../lib/log.ts';
import { isProjectInScope } from './event-scope.ts';
import type { Scope } from './event-scope.ts';
import { activityJson } from './present-request.ts';
import { time } from './present.ts';
import { sayFollowing } from './say-following.ts';
import { tellBeside } from './tell-beside.ts';

const open: readonly RequestState[] = ['working', 'proposed'];
/** At the beginning of a stream. */
const mostOpen = 200;
const longestText = 300;

/** To be called when the head of the response is out. Returns how to stop. */
export function followRequests(
  { requests }: Pick<Engine, 'requests'>,
  scope: Scope,
  response: Writable,
  log: Log,
): () => void {
  const told = new Map<string, number>();
  const write = (news: RequestNews): void => {
    const { id, version } = news.request;
    if (!isWanted(news, scope) || response.writableEnded || response.destroyed) return;
    const isChange = version > (told.get(id) ?? 0);
    // What a planner does is told again with the next thing; a client that does not read is not buried under it.
    if (!isChange && response.writableNeedDrain) return;
    told.set(id, version);
    tellBeside(response, newsJson(news));
  };
  const stop = requests.listen(write);
  const begin = async (): Promise<void> => {
    const { reach = null, projectId } = scope;
    const found = await requests.list({ reach, states: open, ...(projectId !== undefined && { projectId }) });
    for (const request of found.slice(0, mostOpen).toReversed())
      if ((told.get(request.id) ?? 0) < request.version)
        write({ request, activity: requests.activity(request) });
  };
  void begin()
    .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'open requests could not be told'))
    .finally(() => sayFollowing(response, 'requests'));
  return stop;
}

function isWanted({ request }: RequestNews, scope: Scope): boolean {
  if (!isProjectInScope(scope, request.projectId)) return false;
  const { taskIds } = scope;
  return taskIds === undefined || request.drafts.some(({ taskId }) => taskIds.includes(taskId));
}

function newsJson({ request, activity }: RequestNews): RequestNewsJson {
  const last = activity.at(-1);
  return {
    type: 'request',
    request: {
      id: request.id,
      project_id: request.projectId,
      kind: request.kind,
      state: request.state,
      text: request.text.slice(0, longestText),
      agent: request.agent,
      by: request.by,
      wish: request.wish,
      revisions: request.revisions.length,
      drafts: request.drafts.map(({ key, taskId }) => ({ key, task_id: taskId })),
      version: request.version,
      updated_at: time(request.updatedAt),
    },
    activities: activity.length,
    last: last === undefined ? null : activityJson(last),
  };
}
