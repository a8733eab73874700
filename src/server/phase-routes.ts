// Routes of phases: parse → engine → present.
import { contract } from '../api/contract.ts';
import type { PhaseJson } from '../api/phase-schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { Phase } from '../domain/phase.ts';
import type { Engine } from '../engine/engine.ts';
import { hasText, pageOf } from './cursor.ts';
import { PhaseProtocol } from './phase-protocol.ts';
import { phaseJson } from './present-phase.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access'>;

export function phaseRoutes(app: App, engine: Engine): void {
  const { phases } = engine;
  const one = async (call: Scoped): Promise<Phase> =>
    call.access.phase(call.param('phase'), call.query.project);
  const show = async (phase: Phase): Promise<PhaseJson> => phaseJson(await phases.view(phase));

  route(app, engine, contract.registerPhase, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    // A phase that ends by itself moves the branch without another call.
    if (body.finish !== 'manual') access.need('phase.finish', project.id);
    const queue = typeof body.queue === 'object' ? JSON.stringify(body.queue, null, 2) : body.queue;
    const { phase, isNew, warnings } = await phases.register(
      { ...body, project: project.id, queue },
      actor.username,
    );
    return { phase: await show(phase), is_new: isNew, warnings: [...warnings] };
  });
  route(app, engine, contract.listPhases, async ({ query, access }) => {
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
    const named = found.filter(({ name }) => hasText([name], query.q));
    const { items, next_cursor } = pageOf('phases', named, (phase) => phase.id, query);
    return { phases: await Promise.all(items.map(show)), next_cursor };
  });
  route(app, engine, contract.showPhase, async (call) => show(await one(call)));
  route(app, engine, contract.exportPhase, async (call) => {
    const queue = await phases.queue(await one(call));
    return {
      tasks: queue.tasks.map((task) => ({
        ...task,
        ownership: [...task.ownership],
        blocked_by: [...task.blocked_by],
      })),
    };
  });
  route(app, engine, contract.finishPhase, async (call) =>
    show(await phases.finish(await one(call), call.actor.username)),
  );
  route(app, engine, contract.cancelPhase, async (call) => {
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
  const task = (call: Scoped): string => call.param('task');
  route(app, engine, contract.nextPhaseTask, async (call) => protocol.next(await one(call), call.body));
  route(app, engine, contract.heartbeatPhaseTask, async (call) =>
    protocol.heartbeat(await one(call), task(call), call.body),
  );
  route(app, engine, contract.completePhaseTask, async (call) =>
    protocol.complete(await one(call), task(call), call.body),
  );
  route(app, engine, contract.failPhaseTask, async (call) =>
    protocol.fail(await one(call), task(call), call.body),
  );
  route(app, engine, contract.releasePhaseTask, async (call) =>
    protocol.release(await one(call), task(call), call.body),
  );
  route(app, engine, contract.mayWrite, async (call) =>
    protocol.mayWrite(await one(call), task(call), call.body),
  );
}
