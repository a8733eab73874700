// Routes of phases: parse → engine → present.
import { endpoints } from '../api/endpoints.ts';
import * as schemas from '../api/phase-schemas.ts';
import type { PhaseJson } from '../api/phase-schemas.ts';
import { taskScope } from '../api/schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { Phase } from '../domain/phase.ts';
import type { Engine } from '../engine/engine.ts';
import { PhaseProtocol } from './phase-protocol.ts';
import { phaseJson } from './present-phase.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

type Scoped = Call<TaskScopeJson, unknown>;

export function phaseRoutes(app: App, engine: Engine): void {
  const { phases } = engine;
  const one = async (call: Scoped): Promise<Phase> =>
    call.access.phase(call.param('phase'), call.query.project);
  const show = async (phase: Phase): Promise<PhaseJson> => phaseJson(await phases.view(phase));
  const scope = { query: taskScope };

  route(
    app,
    engine,
    endpoints.registerPhase,
    { body: schemas.phaseRegister, status: 201 },
    async ({ body, actor, access }) => {
      const { project } = await access.project(body.project);
      // A phase that ends by itself moves the branch without another call.
      if (body.finish !== 'manual') access.need('phase.finish', project.id);
      const queue = typeof body.queue === 'object' ? JSON.stringify(body.queue, null, 2) : body.queue;
      const { phase, isNew, warnings } = await phases.register(
        { ...body, project: project.id, queue },
        actor.username,
      );
      return { phase: await show(phase), is_new: isNew, warnings: [...warnings] };
    },
  );
  route(app, engine, endpoints.listPhases, { query: schemas.phaseQuery }, async ({ query, access }) => {
    const { reach } = access;
    const only =
      query.project === undefined ? undefined : (await engine.project(query.project, reach)).project.id;
    const found = await phases.list(
      {
        ...(only !== undefined && { projectId: only }),
        ...(query.state !== undefined && { states: [query.state] }),
      },
      reach,
    );
    return { phases: await Promise.all(found.map(show)) };
  });
  route(app, engine, endpoints.showPhase, scope, async (call) => show(await one(call)));
  route(app, engine, endpoints.exportPhase, scope, async (call) => {
    const queue = await phases.queue(await one(call));
    return {
      tasks: queue.tasks.map((task) => ({
        ...task,
        ownership: [...task.ownership],
        blocked_by: [...task.blocked_by],
      })),
    };
  });
  route(app, engine, endpoints.finishPhase, scope, async (call) =>
    show(await phases.finish(await one(call), call.actor.username)),
  );
  route(app, engine, endpoints.cancelPhase, { ...scope, body: schemas.phaseCancel }, async (call) => {
    const reason = call.body.reason ?? `cancelled by ${call.actor.username}`;
    return show(await phases.cancel(await one(call), reason, call.actor.username));
  });
  protocolRoutes(app, engine, new PhaseProtocol(engine), one);
}

/** What agents call. */
function protocolRoutes(
  app: App,
  engine: Engine,
  protocol: PhaseProtocol,
  one: (call: Scoped) => Promise<Phase>,
): void {
  const scope = { query: taskScope };
  const task = (call: Scoped): string => call.param('task');
  route(app, engine, endpoints.nextPhaseTask, { ...scope, body: schemas.nextRequest }, async (call) =>
    protocol.next(await one(call), call.body),
  );
  route(app, engine, endpoints.heartbeatPhaseTask, { ...scope, body: schemas.heartbeat }, async (call) =>
    protocol.heartbeat(await one(call), task(call), call.body),
  );
  route(app, engine, endpoints.completePhaseTask, { ...scope, body: schemas.completion }, async (call) =>
    protocol.complete(await one(call), task(call), call.body),
  );
  route(app, engine, endpoints.failPhaseTask, { ...scope, body: schemas.failRequest }, async (call) =>
    protocol.fail(await one(call), task(call), call.body),
  );
  route(app, engine, endpoints.releasePhaseTask, { ...scope, body: schemas.releaseRequest }, async (call) =>
    protocol.release(await one(call), task(call), call.body),
  );
  route(app, engine, endpoints.mayWrite, { ...scope, body: schemas.mayWriteRequest }, async (call) =>
    protocol.mayWrite(await one(call), task(call), call.body),
  );
}
