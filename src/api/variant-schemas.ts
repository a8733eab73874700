// The requests and answers about variants: several tasks that attempt one thing.
import { z } from 'zod';
import { taskStates } from '../domain/task.ts';
import { verificationStatuses } from '../domain/verification.ts';
import { ranking } from './ranking-schemas.ts';
import { taskScope } from './schemas.ts';
import { modelName, task, taskCreate, usage } from './task-schemas.ts';
import { waitMs } from './wait-ms.ts';

const wantedVariant = z.strictObject({
  agent: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The agent that attempts it; otherwise the same.')
    .meta({ examples: ['tasklane'] }),
  model: modelName.optional().describe('Its model; otherwise the same, or that of the other agent.'),
  prompt: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe('Another prompt; otherwise the same.')
    .meta({ examples: ['Add a search, as a page of its own.'] }),
  prompt_addition: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe('What stands behind the prompt, as a paragraph of its own.')
    .meta({ examples: ['Do it without a new dependency.'] }),
});

export const variantAdd = z.strictObject({
  variants: z
    .array(wantedVariant)
    .min(1)
    .max(9)
    .describe('One new task for each: what it has otherwise than this one.'),
});

export const variantsCreate = z.strictObject({
  ...taskCreate.shape,
  variants: z
    .array(wantedVariant)
    .min(2)
    .max(10)
    .describe('One task for each: what it has otherwise.')
    .meta({ examples: [[{ agent: 'tasklane' }, { prompt_addition: 'Do it without a new dependency.' }]] }),
});

export const variant = z.object({
  id: z.string().describe('Id of the task.'),
  number: z.int().describe('Its number.'),
  name: z.string().describe('Its name.'),
  state: z.enum(taskStates).describe('Where it stands.'),
  agent: z.string().describe('Who attempts it.'),
  model: z.string().nullable().describe('With which model; null = the agent’s own default.'),
  prompt: z.string().describe('What it was told.'),
  verification: z
    .enum(verificationStatuses)
    .nullable()
    .describe('What is known of its work; null = there is none yet.'),
  checks: z
    .array(
      z.object({
        name: z.string().describe('Name of the check.'),
        outcome: z.enum(['passed', 'failed', 'timed_out', 'not_started']).describe('How it ended.'),
      }),
    )
    .describe('What the system found.'),
  head: z.string().nullable().describe('Commit of its work; null = there is none yet.'),
  files: z.array(z.string()).describe('What it changed.'),
  additions: z.int().describe('Lines that it added.'),
  deletions: z.int().describe('Lines that it removed.'),
  usage: usage.nullable().describe('What its newest attempt used.'),
  duration_ms: z.int().nullable().describe('How long its newest attempt took; null while it goes on.'),
});

export const variantList = z.object({
  variants: z.array(variant).describe('In the order in which they were made.'),
  ranking: ranking
    .nullable()
    .describe(
      'What the newest judge made of them; null when none was asked. Nothing follows from it by itself.',
    ),
});

export const variantQuery = taskScope.extend({
  wait_ms: waitMs('Answers when no judge is at them any more'),
});

export const judge = z.strictObject({
  agent: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Who compares them; otherwise the agent of the settings.')
    .meta({ examples: ['tasklane'] }),
  model: modelName.optional(),
});

export const variantsMade = variantList.extend({
  warnings: z
    .array(z.string())
    .describe('What was accepted and may surprise; each stands in the log of its task.'),
});

export const picked = z.object({
  kept: task.describe('The one that was picked.'),
  let_go: z.array(z.string()).describe('Ids of the tasks that were dismissed, archived or cancelled.'),
  left: z
    .array(
      z.object({
        task: z.string().describe('Its id.'),
        message: z.string().describe('Why it could not be let go of.'),
      }),
    )
    .describe('Those that stay as they are.'),
});

export type VariantsCreateJson = z.input<typeof variantsCreate>;
export type VariantsMadeJson = z.infer<typeof variantsMade>;
export type VariantAddJson = z.input<typeof variantAdd>;
export type VariantJson = z.infer<typeof variant>;
export type VariantQueryJson = z.input<typeof variantQuery>;
export type JudgeJson = z.input<typeof judge>;
export type VariantListJson = z.infer<typeof variantList>;
export type PickedJson = z.infer<typeof picked>;
