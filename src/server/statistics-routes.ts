// The route of what became of the work of agents.
import { contract } from '../api/contract.ts';
import type { RunSumsJson } from '../api/statistics-schemas.ts';
import type { RunSums } from '../domain/statistics.ts';
import type { Engine } from '../engine/engine.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export function statisticsRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.statistics, async ({ query, access }) => {
    const { project: ref, from, to } = query;
    const project = ref === undefined ? null : (await access.project(ref)).project;
    const found = await engine.overview.statistics({
      reach: access.reach,
      ...(project !== null && { projectId: project.id }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
    return {
      from: found.from,
      to: found.to,
      agents: found.agents.map(({ key, ...sums }) => ({ key, ...sumsJson(sums) })),
      days: found.days.map(({ key, ...sums }) => ({ key, ...sumsJson(sums) })),
      total: sumsJson(found.total),
      is_cut: found.isCut,
    };
  });
}

function sumsJson({ runs, outcomes, worked, waited }: RunSums): RunSumsJson {
  return {
    runs,
    outcomes: { ...outcomes },
    worked: worked === null ? null : { ...worked },
    waited: waited === null ? null : { ...waited },
  };
}
