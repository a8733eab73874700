// Routes of requests: parse → engine → present.
import { contract } from '../api/contract.ts';
import type { DraftChangeJson } from '../api/request-change-schemas.ts';
import type { DirectionJson, RequestJson } from '../api/request-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { DraftChange } from '../domain/planning/change.ts';
import { proposedIn } from '../domain/planning/request.ts';
import type { Direction, Request } from '../domain/planning/request.ts';
import type { Engine } from '../engine/engine.ts';
import { pageOf } from './cursor.ts';
import { refuseUnattendedPush } from './may-push.ts';
import { proposedJson, requestJson } from './present-request.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

function directionOf(given: DirectionJson): Direction {
  return { agent: given.agent ?? null, model: given.model ?? null, instruction: given.instruction ?? null };
}

function changeOf(change: Exclude<DraftChangeJson, { type: 'directions' }>): DraftChange {
  if (change.type !== 'edit') return change;
  const { type, key, done_when: doneWhen, out_of_scope: outOfScope, depends_on: dependsOn, ...rest } = change;
  const patch = { ...rest, doneWhen, outOfScope, dependsOn };
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { type, key, patch: given };
}

/** Whoever was too late is shown the drafts as they read them and as they are, to decide which count. */
function withBoth(error: unknown, now: Request): never {
  if (!(error instanceof AppError) || error.code !== 'stale_version') throw error;
  const { expected } = error.details;
  const read = now.revisions.find(({ number }) => number === expected)?.tasks;
  throw new AppError('stale_version', error.message, {
    next: 'Compare `read` and `current` in the details, then send the change again with the newest revision.',
    details: {
      ...error.details,
      read: read?.map(proposedJson) ?? null,
      current: proposedIn(now).map(proposedJson),
    },
    cause: error,
  });
}

export function requestRoutes(app: App, engine: Engine): void {
  const { requests } = engine;
  const show = async (request: Request): Promise<RequestJson> => {
    const { project } = await engine.project(request.projectId, null);
    const [drafts, activity] = [await requests.drafts(request), requests.activity(request)];
    return requestJson({ request, projectName: project.name, drafts, activity });
  };

  route(app, engine, contract.createRequest, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const { task, directions = [], ...rest } = body;
    const about = task === undefined ? undefined : await access.task(task, project.id);
    const request = await requests.submit(
      { ...rest, project: project.id, about, directions: directions.map(directionOf) },
      actor.username,
    );
    access.resource = `request ${request.id}`;
    return show(request);
  });
  route(app, engine, contract.listRequests, async ({ query, access }) => {
    const { reach } = access;
    const only =
      query.project === undefined ? undefined : (await engine.project(query.project, reach)).project.id;
    const found = await requests.list({
      reach,
      ...(only !== undefined && { projectId: only }),
      ...(query.state !== undefined && { states: [query.state] }),
    });
    const { items, next_cursor } = pageOf('requests', found, ({ id }) => id, {
      ...query,
      limit: query.limit ?? 50,
    });
    return { requests: await Promise.all(items.map(show)), next_cursor };
  });
  route(app, engine, contract.showRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.settled(request, call.query.wait_ms ?? 0, call.query.seen));
  });
  route(app, engine, contract.reviseRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.revise(request, call.body.text));
  });
  route(app, engine, contract.editRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    const { revision, change } = call.body;
    const work =
      change.type === 'directions'
        ? requests.direct(request, revision, change.directions.map(directionOf))
        : requests.edit(request, revision, changeOf(change), call.actor.username);
    return show(
      await work.catch(async (error: unknown) => withBoth(error, await requests.find(request.id, null))),
    );
  });
  route(app, engine, contract.acceptRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    for (const task of await requests.drafts(request))
      if (task.state === 'draft') refuseUnattendedPush(call, task);
    return show(await requests.accept(request, call.actor.username));
  });
  route(app, engine, contract.archiveRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.archive(request, call.actor.username));
  });
}
