// `tasklane task calls`: every request of a task's agent to its models, also those that it tells nothing of.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import type { EventJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { span } from '../time.ts';

const tokens = z.object({ input: z.number(), cached: z.number(), output: z.number() });
const call = z.object({
  at: z.number(),
  durationMs: z.number(),
  provider: z.string(),
  model: z.string().nullable(),
  isSide: z.boolean(),
  outcome: z.string(),
  status: z.number().nullable(),
  tokens: tokens.nullable(),
  isEstimated: z.boolean(),
  cost: z.number().nullable(),
  error: z.string().nullable(),
});

export async function taskCalls(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const found: EventJson[] = [];
  for (let after = 0; ;) {
    const query = { task: id, types: 'run.model_call', after, limit: 1000 };
    const page = await client.call(endpoints.events, { query });
    found.push(...page.events);
    if (page.next_after === after) break;
    after = page.next_after;
  }
  const calls = found.map((event) => event.data['call']);
  if (wantsJson(flags)) return printJson(context, { calls });
  if (calls.length === 0) return say(context, 'The gateway has seen no request to a model for this task.');
  const header = ['AT', 'MODEL', 'KIND', 'OUTCOME', 'TOOK', 'IN', 'CACHED', 'OUT', 'COST', 'ERROR'];
  print(
    context,
    table(
      header,
      calls.map((one) => row(call.parse(one))),
      context.stdout.columns,
    ),
  );
}

function row(one: z.output<typeof call>): readonly string[] {
  const about = one.isEstimated ? '~' : '';
  const count = (value: number | undefined): string => (value === undefined ? '' : `${about}${value}`);
  return [
    new Date(one.at).toISOString(),
    one.model ?? one.provider,
    one.isSide ? 'side' : 'work',
    one.status === null ? one.outcome : `${one.outcome}:${one.status}`,
    span(one.durationMs),
    count(one.tokens?.input),
    count(one.tokens?.cached),
    count(one.tokens?.output),
    one.cost === null ? 'unknown' : `$${one.cost.toFixed(4)}`,
    one.error ?? '',
  ];
}
