// The model's own list of steps, shown to the person who watches.
import { z } from 'zod';
import { justRun } from './tool.ts';
import type { Tool } from './tool.ts';

const Input = z.object({
  entries: z
    .array(z.object({ text: z.string(), status: z.enum(['pending', 'in_progress', 'completed']) }))
    .describe('All steps in order; this replaces the plan so far.'),
});

export const updatePlanTool: Tool<typeof Input> = {
  name: 'update_plan',
  description:
    'Shows the person your plan and how far you are. For work of several steps: once at its start and whenever a step is done.',
  kind: 'think',
  effect: 'free',
  input: Input,
  view: (input) => ({ title: 'Update the plan', paths: [], plan: input.entries }),
  prepare: () => Promise.resolve(justRun(() => Promise.resolve({ kind: 'done', text: 'the plan is shown' }))),
};
