// The route of what agents used.
import { contract } from '../api/contract.ts';
import type { UsageSumsJson } from '../api/usage-schemas.ts';
import { priceSource } from '../domain/llm/price-list.ts';
import type { UsageSums } from '../domain/usage-row.ts';
import type { Engine } from '../engine/engine.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const perDollar = 1_000_000;

export function usageRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.usage, async ({ query, access }) => {
    const { by = 'agent', project: ref, from, to } = query;
    const project = ref === undefined ? null : (await access.project(ref)).project;
    const { reach } = access;
    const groups = await engine.overview.usage({
      by,
      reach,
      ...(project !== null && { projectId: project.id }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
    const names = new Map((await engine.projects(reach)).map((one) => [String(one.id), one.name]));
    const keyOf = (key: string): string => (by === 'project' ? (names.get(key) ?? key) : key);
    return {
      by,
      groups: groups.map((group) => ({ key: keyOf(group.key), ...sumsJson(group) })),
      total: sumsJson(groups.reduce<UsageSums>(add, nothing)),
      today: engine.overview.today,
      prices: priceSource,
    };
  });
}

const nothing: UsageSums = {
  calls: 0,
  failed: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  costMicros: 0,
  unpricedTokens: 0,
};

function add(a: UsageSums, b: UsageSums): UsageSums {
  return {
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    costMicros: a.costMicros + b.costMicros,
    unpricedTokens: a.unpricedTokens + b.unpricedTokens,
  };
}

function sumsJson(sums: UsageSums): UsageSumsJson {
  return {
    calls: sums.calls,
    failed_calls: sums.failed,
    input_tokens: sums.inputTokens,
    output_tokens: sums.outputTokens,
    cached_tokens: sums.cachedTokens,
    cost: sums.costMicros / perDollar,
    unpriced_tokens: sums.unpricedTokens,
  };
}
