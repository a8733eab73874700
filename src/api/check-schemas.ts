// A check as a person names it.
import { z } from 'zod';
import { reportGlob } from '../domain/check-steps.ts';

export const wantedCheck = z.strictObject({
  name: z.string().min(1).max(100).optional().describe('Otherwise `check`, `check 2` and so on.'),
  command: z.string().min(1).max(10_000).describe('Run with `sh -c` in the root of the tree.'),
  timeout_ms: z.int().positive().optional().describe('In milliseconds.'),
  group: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Checks of one group that stand next to each other run at once.'),
  reports: z
    .array(z.string().max(1000).regex(reportGlob, 'a glob from the root of the tree'))
    .min(1)
    .max(20)
    .optional()
    .describe('Globs of the JUnit XML files that it writes, from the root of the tree.')
    .meta({ examples: [['build/test-results/**/*.xml']] }),
});
