// Routes of variants: make them, compare them, have them judged, and keep one.
import { contract } from '../api/contract.ts';
import type { VariantJson, VariantListJson } from '../api/variant-schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { Task } from '../domain/task.ts';
import { sizeOf } from '../domain/variant.ts';
import { verificationOf } from '../domain/verification.ts';
import type { Engine } from '../engine/engine.ts';
import { usageJson } from './present.ts';
import { rankingJson } from './present-ranking.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';
import { presentTask, wantedTask } from './task-routes.ts';

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access'>;

export function variantRoutes(app: App, engine: Engine): void {
  const { variants, judges } = engine.review;
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);
  const list = async (task: Task): Promise<VariantListJson> => {
    const all = await variants.of(task);
    const ranking = await judges.of(task);
    return {
      variants: await Promise.all(
        all.map(async (each) => variantJson(each, await engine.history.attempt(each))),
      ),
      ranking: ranking === null ? null : rankingJson(ranking, all),
    };
  };

  route(app, engine, contract.listVariants, async (call) => {
    const task = await one(call);
    await judges.settled(task, call.query.wait_ms ?? 0);
    return list(task);
  });
  route(app, engine, contract.judgeVariants, async (call) => {
    const task = await one(call);
    await judges.judge(task, call.body, call.actor.username);
    return list(task);
  });
  route(app, engine, contract.createVariants, async (call) => {
    const { variants: wanted, ...body } = call.body;
    const input = await wantedTask(engine, { ...call, body });
    const made = await variants.create(input, wanted, call.actor.username);
    call.access.resource = `tasks ${made.map(({ task }) => task.id).join(' ')}`;
    const [first] = made;
    if (first === undefined) throw new Error('variants were made, and none is there');
    return { ...(await list(first.task)), warnings: made.flatMap(({ warnings }) => [...warnings]) };
  });
  route(app, engine, contract.addVariants, async (call) => {
    const task = await one(call);
    await variants.add(task, call.body.variants, call.actor.username);
    return list(task);
  });
  route(app, engine, contract.pickVariant, async (call) => {
    const { kept, letGo, left } = await variants.pick(await one(call), call.actor.username);
    return {
      kept: await presentTask(engine, kept),
      let_go: letGo.map((task) => task.id),
      left: left.map(({ task, error }) => ({ task: task.id, message: error.message })),
    };
  });
}

function variantJson(task: Task, attempt: Attempt | undefined): VariantJson {
  const size = task.result === null ? { files: [], additions: 0, deletions: 0 } : sizeOf(task.result);
  const { id, number, name, state, agent, model, prompt } = task;
  return {
    id,
    number,
    name,
    state,
    agent,
    model,
    prompt,
    verification: verificationOf(task)?.status ?? null,
    checks: (task.result?.checks ?? []).map((check) => ({ name: check.name, outcome: check.outcome })),
    head: task.result?.head ?? null,
    files: [...size.files],
    additions: size.additions,
    deletions: size.deletions,
    usage: attempt === undefined ? null : usageJson(attempt),
    duration_ms: attempt?.endedAt == null ? null : attempt.endedAt - attempt.startedAt,
  };
}
