// What is known of a task's work: the verdict, and what stands in the repository.
import { z } from 'zod';
import { verificationStatuses } from '../domain/verification.ts';
import { evidence } from './result-schemas.ts';

const commit = z
  .string()
  .describe('Full id of a git object.')
  .meta({ examples: ['3f785c6b1d0b7a1e2f6c9d4e8a5b0c7d9e1f2a3b'] });

export const verification = z.object({
  status: z
    .enum(verificationStatuses)
    .describe(
      '`passed`: every check passed on exactly this work. `no_checks`: none was configured. `failed`: one did not pass. `stale`: the work has gone on since. `unchecked`: not all of them ran on it.',
    ),
  reason: z.string().describe('Why, in a sentence.'),
});

export const verificationReport = z.object({
  verification: verification.nullable().describe('Null: there is no work yet.'),
  head: commit.nullable().describe('The commit that the verdict is about.'),
  tree: commit.nullable().describe('Its tree.'),
  base: commit.nullable().describe('The commit that the work starts from.'),
  newest: commit.nullable().describe('The newest commit of the work.'),
  shown: commit
    .nullable()
    .describe('Where the branch that shows the work stands in the repository; null = it is not there.'),
  branch: z
    .string()
    .describe('The branch of the project.')
    .meta({ examples: ['main'] }),
  branch_head: commit.nullable().describe('Where it stands.'),
  remarks: z.array(z.string()).describe('What the evidence alone would not let one think, in sentences.'),
  checks: z
    .array(
      z.object({
        name: z
          .string()
          .describe('Name of the check.')
          .meta({ examples: ['test'] }),
        command: z
          .string()
          .describe('What runs.')
          .meta({ examples: ['npm test'] }),
        timeout_ms: z.int().describe('Its time limit, in milliseconds.'),
        group: z.string().nullable().describe('Checks of one group that stand together run at once.'),
        reports: z.array(z.string()).describe('Globs of the JUnit XML files that it writes.'),
      }),
    )
    .describe('What has to pass.'),
  evidence: z.array(evidence).describe('Of the newest time that the checks ran.'),
  asks_host: z
    .strictObject({
      remote: z
        .string()
        .describe('Name of the remote that the work is pushed to.')
        .meta({ examples: ['origin'] }),
      into: z
        .string()
        .describe('The branch there that it is to come to.')
        .meta({ examples: ['main'] }),
      host: z
        .string()
        .nullable()
        .describe('Who is asked; null when nobody can be.')
        .meta({ examples: ['github.com/ada/shop'] }),
      problem: z
        .strictObject({
          message: z.string().describe('What stands in the way.'),
          next: z.string().nullable().describe('What to do about it.'),
        })
        .nullable()
        .describe('Why nobody can be asked.'),
    })
    .nullable()
    .describe('Where apply opens a pull request instead of merging here; null = it merges.'),
});

export type VerificationReportJson = z.infer<typeof verificationReport>;
