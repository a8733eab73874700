// The tools of variants: one thing attempted several times, compared, judged, and one of them kept.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as v from '../../api/variant-schemas.ts';
import { bounded } from './bounded.ts';
import { at, projectOf, projectRef, taskPlace } from './task-place.ts';
import { briefOf, sayBrief } from './task-view.ts';
import { adds, decides, looks, tool } from './tool.ts';
import type { Tool } from './tool.ts';

type List = z.output<typeof v.variantList>;

const cut = z.array(z.string()).describe('What is not in full here.');
const list = v.variantList.extend({ cut });

/** Prompts and reasons may be long, and there may be ten variants. */
function shortened<T extends List>(given: T): T & { cut: string[] } {
  const { value, cut: left } = bounded(given, { text: 2000, total: 30_000, list: 100 });
  return { ...value, cut: [...left] };
}

function sayList({ variants, ranking }: List): string {
  return [
    ...variants.map((one) => {
      const passed = one.checks.filter(({ outcome }) => outcome === 'passed').length;
      const work = `${passed}/${one.checks.length} checks passed, ${one.files.length} files +${one.additions} -${one.deletions}`;
      return `#${one.number} ${one.name} [${one.state}] ${one.agent}: ${one.verification === null ? 'no work yet' : work}`;
    }),
    ...(ranking === null ? [] : sayRanking(ranking)),
  ].join('\n');
}

function sayRanking({ state, agent, summary, places, problems }: NonNullable<List['ranking']>): string[] {
  return [
    `judge ${agent} [${state}]: ${summary ?? problems.join(' ')}`,
    ...places.flatMap(({ number, name, is_stale: isStale, reasons }, index) => [
      `${index + 1}. #${number} ${name}${isStale ? ' (it has other work now)' : ''}`,
      ...reasons.map(
        ({ text, is_supported: isSupported }) => `   ${isSupported ? 'proven' : 'not proven'}: ${text}`,
      ),
    ]),
  ];
}

const createVariants = tool({
  name: 'create_variants',
  title: 'Create a task in several variants',
  description:
    'Gives one piece of work to several agents, models or prompts at once, each in a copy of its own; all are made or none. With draft: true they wait for accept. compare_variants shows how they do, pick_variant keeps one.',
  endpoint: endpoints.createVariants,
  hints: adds,
  input: z.strictObject({
    ...v.variantsCreate.shape,
    project: projectRef.describe('Name or id of a project; not needed while there is only one.'),
    draft: z.boolean().optional().describe('Whether they wait for somebody to accept them.'),
  }),
  output: v.variantsMade.extend({ cut }),
  work: async (given, desk) => {
    const body = { ...given, project: await projectOf(desk, given.project) };
    return shortened(await desk.call(endpoints.createVariants, { body }));
  },
  say: (made) => [sayList(made), ...made.warnings].join('\n'),
});

const addVariants = tool({
  name: 'add_variants',
  title: 'Make variants of a task',
  description:
    'Has more agents, models or prompts attempt what a task asks for, each as a task of its own; queued at once, or drafts like it.',
  endpoint: endpoints.addVariants,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...v.variantAdd.shape }),
  output: list,
  work: async ({ task, project, ...body }, desk) =>
    shortened(await desk.call(endpoints.addVariants, { ...at({ task, project }), body })),
  say: sayList,
});

const compareVariants = tool({
  name: 'compare_variants',
  title: 'Compare the variants of a task',
  description:
    'All tasks that attempt the same thing, side by side: checks, size, tokens, cost and time as they were measured, and what the newest judge made of them.',
  endpoint: endpoints.listVariants,
  hints: looks,
  input: z.strictObject({
    ...taskPlace,
    wait_seconds: z
      .int()
      .min(0)
      .max(45)
      .optional()
      .describe('Waits so long for a judge that is at it; 0 unless told.'),
  }),
  output: list,
  work: async ({ wait_seconds: seconds = 0, ...place }, desk) => {
    const { params, query } = at(place);
    const wanted = { ...query, wait_ms: seconds * 1000 };
    return shortened(await desk.call(endpoints.listVariants, { params, query: wanted }));
  },
  say: sayList,
});

const judgeVariants = tool({
  name: 'judge_variants',
  title: 'Have a judge compare variants',
  description:
    'Starts an agent that only reads and puts the variants with finished work into an order. What it cites is checked against what was measured. Answers at once: compare_variants with wait_seconds waits for it. Nothing is picked.',
  endpoint: endpoints.judgeVariants,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...v.judge.shape }),
  output: list,
  work: async ({ task, project, ...body }, desk) =>
    shortened(await desk.call(endpoints.judgeVariants, { ...at({ task, project }), body })),
  say: sayList,
});

const pickVariant = tool({
  name: 'pick_variant',
  title: 'Keep one of several variants',
  description:
    'Keeps a variant that is ready or done and lets go of the others: ready ones are dismissed, drafts and failed ones archived, those under way cancelled. Nothing is applied. Their work is kept for a while.',
  endpoint: endpoints.pickVariant,
  hints: decides,
  input: z.strictObject(taskPlace),
  output: z.object({
    kept: v.picked.shape.kept.pick({ id: true, number: true, name: true, state: true }),
    let_go: v.picked.shape.let_go,
    left: v.picked.shape.left,
    next: z.string().describe('What can be done with it now.'),
  }),
  work: async (place, desk) => {
    const { kept, let_go, left } = await desk.call(endpoints.pickVariant, { ...at(place), timeoutMs: 0 });
    const { id, number, name, state } = kept;
    return { kept: { id, number, name, state }, let_go, left, next: sayBrief(briefOf(kept)) };
  },
  say: ({ let_go: gone, left, next }) =>
    [`Kept; ${gone.length} let go of.`, ...left.map(({ message }) => message), next].join('\n'),
});

export const variantTools: readonly Tool[] = [
  createVariants,
  addVariants,
  compareVariants,
  judgeVariants,
  pickVariant,
];
