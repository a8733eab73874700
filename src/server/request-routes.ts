// Routes of requests: parse → engine → present.
import { contract } from '../api/contract.ts';
import type { RequestJson } from '../api/request-schemas.ts';
import type { Request } from '../domain/planning/request.ts';
import type { Engine } from '../engine/engine.ts';
import { pageOf } from './cursor.ts';
import { requestJson } from './present-request.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export function requestRoutes(app: App, engine: Engine): void {
  const { requests } = engine;
  const show = async (request: Request): Promise<RequestJson> => {
    const { project } = await engine.project(request.projectId, null);
    return requestJson(request, project.name, await requests.drafts(request));
  };

  route(app, engine, contract.createRequest, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const request = await requests.submit({ ...body, project: project.id }, actor.username);
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
    return show(await requests.settled(request, call.query.wait_ms ?? 0));
  });
  route(app, engine, contract.reviseRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.revise(request, call.body.text));
  });
  route(app, engine, contract.acceptRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.accept(request, call.actor.username));
  });
  route(app, engine, contract.archiveRequest, async (call) => {
    const request = await call.access.request(call.param('request'));
    return show(await requests.archive(request, call.actor.username));
  });
}
