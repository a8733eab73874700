// The same task in several directions, with other agents or instructions: as variants of its draft, of which one is kept.
import type { Direction, Request } from '../../domain/planning/request.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';
import type { WantedVariant } from '../review/variants.ts';

export type AddVariants = (
  task: Task,
  wanted: readonly WantedVariant[],
  actor: string,
) => Promise<readonly { readonly task: Task }[]>;

/**
 * Makes the draft the first direction, and a variant of it for each of the others; answers all drafts of the request. Throws
 * what making variants throws; nothing has been started then.
 */
export async function withVariants(
  { store }: Pick<EngineDeps, 'store'>,
  add: AddVariants,
  request: Request,
  actor: string,
): Promise<Request['drafts']> {
  const [first, ...others] = request.directions;
  const [draft] = request.drafts;
  // Those that were made before something went wrong are there already.
  if (first === undefined || draft === undefined || request.drafts.length > 1) return request.drafts;
  const task = await store.tasks.get(draft.taskId);
  if (task?.state !== 'draft') return request.drafts;
  const made = await add(
    task,
    others.map((direction) => variantOf(task, direction)),
    actor,
  );
  const { agent, model, prompt } = variantOf(task, first);
  const patch = {
    ...(agent !== undefined && { agent, model: model ?? null }),
    ...(agent === undefined && model !== undefined && { model }),
    ...(prompt !== undefined && { prompt }),
  };
  if (Object.keys(patch).length > 0) await store.tasks.change(task.id, { type: 'edited', patch }, { actor });
  return [
    draft,
    ...made.map(({ task: variant }, index) => ({ key: `${draft.key}-${index + 2}`, taskId: variant.id })),
  ];
}

function variantOf({ prompt }: Task, { agent, model, instruction }: Direction): WantedVariant {
  return {
    agent: agent ?? undefined,
    model: model ?? undefined,
    prompt: instruction === null ? undefined : `${prompt}\n\nDo it in this way: ${instruction}`,
  };
}
