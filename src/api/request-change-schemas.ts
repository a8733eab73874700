// Drafts of a request changed by hand, in the contract.
import { z } from 'zod';
import { categories } from '../domain/plan.ts';
import { proposalBounds as most, sizes } from '../domain/planning/proposal.ts';
import { givenDirection } from './request-schemas.ts';

const key = z
  .string()
  .min(1)
  .max(most.key)
  .meta({ examples: ['api'] });
const line = z.string().min(1).max(most.line);
const lines = z.array(line).max(most.lines);
const title = line.max(most.title);
const prompt = z.string().min(1).max(most.prompt);
const owns = z.array(line).max(most.globs);

const edit = z.strictObject({
  type: z.literal('edit').describe('Changes one draft; what is left out stays.'),
  key: key.describe('Which one.'),
  title: title.optional().describe('One line.'),
  prompt: prompt.optional().describe('What the agent is told first.'),
  steps: lines.optional().describe('The plan.'),
  done_when: lines.optional().describe('What a reviewer can check.'),
  risks: lines.optional().describe('What may go wrong.'),
  out_of_scope: lines.optional().describe('What is left alone.'),
  category: z.enum(categories).nullable().optional().describe('What kind of work it is.'),
  size: z.enum(sizes).optional().describe('How much work it is.'),
  owns: owns.optional().describe('Globs of the paths that it may change; none: every one.'),
  checks: lines.optional().describe('Command lines that prove it, of those that the project has.'),
  depends_on: z
    .array(
      z.strictObject({
        key: key.describe('The task that has to come first.'),
        reason: line.describe('Why.'),
      }),
    )
    .max(most.tasks)
    .optional()
    .describe('What it waits for.'),
  prohibitions: lines.optional().describe('What is forbidden.'),
  testing: z
    .strictObject({
      framework: line.nullable().describe('To test with.'),
      mocks: line.nullable().describe('What is mocked, and with what.'),
      coverage: z.number().min(0).max(100).nullable().describe('In per cent, of what is changed.'),
    })
    .nullable()
    .optional()
    .describe('What is wanted of tests.'),
});

const split = z.strictObject({
  type: z.literal('split').describe('Makes several drafts of one; the first keeps its key and number.'),
  key: key.describe('Which one.'),
  into: z
    .array(
      z.strictObject({
        title: title.describe('One line.'),
        prompt: prompt.describe('What the agent is told first.'),
        owns: owns
          .optional()
          .describe(
            'Globs of the paths that it may change; otherwise those of the whole, one part after the other.',
          ),
      }),
    )
    .min(2)
    .max(most.tasks)
    .describe('The parts.'),
});

const merge = z.strictObject({
  type: z.literal('merge').describe('Makes one draft of several; the first keeps its key and number.'),
  keys: z.array(key).min(2).max(most.tasks).describe('Which ones.'),
  title: title.optional().describe('Otherwise theirs, one after the other.'),
  prompt: prompt.optional().describe('Otherwise theirs, one after the other.'),
});

const remove = z.strictObject({
  type: z.literal('remove').describe('Puts one draft away.'),
  key: key.describe('Which one.'),
});

const order = z.strictObject({
  type: z.literal('order').describe('In which order they are started.'),
  keys: z.array(key).min(1).max(most.tasks).describe('All of them.'),
});

const directions = z.strictObject({
  type: z
    .literal('directions')
    .describe('Has the only draft of a request of the kind `prompt` done once in each of these.'),
  directions: z.array(givenDirection).max(10).describe('Two or more; none: it is done once.'),
});

export const requestEdit = z.strictObject({
  revision: z
    .int()
    .min(1)
    .describe('The newest revision that was read.')
    .meta({ examples: [1] }),
  change: z
    .discriminatedUnion('type', [edit, split, merge, remove, order, directions])
    .describe('What is changed.'),
});
export type RequestEditJson = z.infer<typeof requestEdit>;
export type DraftChangeJson = RequestEditJson['change'];
