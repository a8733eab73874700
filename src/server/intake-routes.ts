// Routes of intake: parse → engine → present. What a tracker sends is passed on as it came, because that is what is signed.
import { contract } from '../api/contract.ts';
import type { IntakeJson } from '../api/intake-schemas.ts';
import type { RequestJson } from '../api/request-schemas.ts';
import type { Request } from '../domain/planning/request.ts';
import type { Engine } from '../engine/engine.ts';
import type { Intake } from '../engine/planning/intakes.ts';
import { proofHeader } from '../lib/hook-signature.ts';
import { pageOf } from './cursor.ts';
import { time } from './present.ts';
import { requestJson } from './present-request.ts';
import { publicRoute, route } from './route.ts';
import type { App } from './route.ts';

const eventHeaders = ['x-gitea-event', 'x-github-event', 'x-gitlab-event'];
const deliveryHeaders = ['x-gitea-delivery', 'x-github-delivery', 'idempotency-key', 'x-gitlab-event-uuid'];

export function intakeRoutes(app: App, engine: Engine): void {
  const { requests } = engine;
  const { intakes } = requests;
  const show = async (request: Request): Promise<RequestJson> => {
    const { project } = await engine.project(request.projectId, null);
    const [drafts, activity] = [await requests.drafts(request), requests.activity(request)];
    return requestJson({ request, projectName: project.name, drafts, activity });
  };
  const shown = async (intake: Intake): Promise<IntakeJson> =>
    intakeJson(intake, (await engine.project(intake.projectId, null)).project.name);

  route(app, engine, contract.createFromChecklist, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const made = await requests.submitChecklist({ project: project.id, text: body.text }, actor.username);
    access.resource = `request ${made.id}`;
    return show(made);
  });
  route(app, engine, contract.createFromIssue, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const { kind = 'plan', ...rest } = body;
    const made = await requests.submitIssue({ ...rest, kind, project: project.id }, actor.username);
    access.resource = `request ${made.id}`;
    return show(made);
  });
  route(app, engine, contract.addIntake, async ({ body, actor, access }) => {
    const { project } = await access.project(body.project);
    const { tracker: kind, labels, makes = 'plan' } = body;
    const made = await intakes.add({ project: project.id, kind, labels, makes }, actor.username);
    access.resource = `intake ${made.id}`;
    return { ...(await shown(made)), secret: made.secret };
  });
  route(app, engine, contract.listIntakes, async ({ query, access }) => {
    const { reach } = access;
    const only =
      query.project === undefined ? undefined : (await engine.project(query.project, reach)).project.id;
    const all = await intakes.list(reach, only);
    const { items, next_cursor } = pageOf('intakes', all, ({ id }) => id, query);
    return { intakes: await Promise.all(items.map(shown)), next_cursor };
  });
  route(app, engine, contract.removeIntake, async ({ access, param }) => {
    await intakes.remove(await access.intake(param('intake')));
    return undefined;
  });
  publicRoute(app, contract.receiveIssue, async ({ context, param }) => {
    const header = (names: readonly string[]): string | undefined =>
      names.map((name) => context.req.header(name)).find((value) => value !== undefined);
    const { request, reason } = await intakes.receive(param('intake'), {
      event: header(eventHeaders) ?? '',
      id: header(deliveryHeaders)?.slice(0, 200) ?? null,
      proofs: Object.fromEntries(
        Object.entries(proofHeader).map(([kind, name]) => [kind, context.req.header(name)]),
      ),
      body: await context.req.text(),
    });
    return { request_id: request?.id ?? null, reason };
  });
}

function intakeJson(intake: Intake, projectName: string): IntakeJson {
  const { id, projectId, kind, labels, makes, secret, by, createdAt } = intake;
  return {
    id,
    project_id: projectId,
    project_name: projectName,
    tracker: kind,
    labels: [...labels],
    makes,
    path: `/api/v1/hooks/${id}`,
    secret: `…${secret.slice(-4)}`,
    created_by: by,
    created_at: time(createdAt),
  };
}
