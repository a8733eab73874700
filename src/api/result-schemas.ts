// What a task's work amounts to, as it is answered: changed files, evidence, failures, and where the work went.
import { z } from 'zod';
import { checkCauses } from '../domain/evidence.ts';
import { conflictKinds } from '../domain/conflict.ts';
import { failureKinds } from '../domain/failure.ts';
import { time } from './schemas.ts';

const oid = z
  .string()
  .describe('Full id of a git object.')
  .meta({ examples: ['3f785c6b1d0b7a1e2f6c9d4e8a5b0c7d9e1f2a3b'] });

export const failure = z.object({
  kind: z.enum(failureKinds).describe('What kind of failure, for programs.'),
  message: z.string().describe('What went wrong, in a sentence.'),
  detail: z.string().describe('What shows it: the end of an output, the paths.'),
  next: z.string().describe('What to do next.'),
  log: z
    .string()
    .optional()
    .describe('Of a failed check: names its whole output, for `GET /api/v1/tasks/:task/checks/:log`.'),
});

const testFailure = z.object({
  name: z
    .string()
    .describe('Name of the test.')
    .meta({ examples: ['sum › carries the one'] }),
  message: z.string().describe('What was wrong, in a line.'),
  detail: z.string().describe('The error with its stack, as far as it was printed.'),
  file: z.string().nullable().describe('Where, as the runner writes it.'),
});

const checkRun = {
  outcome: z.enum(['passed', 'failed', 'timed_out', 'not_started']).describe('How it ended.'),
  exit_code: z.int().nullable().describe('Null when a signal ended it, or it never started.'),
  duration_ms: z.int().describe('How long it took, in milliseconds.'),
  counts: z
    .object({
      passed: z.int().describe('Tests that passed.'),
      failed: z.int().describe('Tests that failed.'),
      skipped: z.int().describe('Tests that were skipped.'),
    })
    .nullable()
    .describe('From the test runner’s own report or summary; null when there was none that we know.'),
  counts_from: z
    .string()
    .nullable()
    .describe('Whose words these are, for example `pytest` or `JUnit XML`.')
    .meta({ examples: ['node:test'] }),
  failures: z.array(testFailure).describe('The tests that failed, the first 20.'),
  cause: z
    .enum(checkCauses)
    .nullable()
    .describe('Why it failed; `no_command`: the check itself is wrong, or what it needs is not there.'),
  signs: z.array(z.string()).describe('The lines of its output that show the cause, where no test does.'),
  tail: z.string().describe('The last lines of its output.'),
  log: z.string().describe('Names its whole output, for `GET /api/v1/tasks/:task/checks/:log`.'),
  at: time,
};

export const evidence = z.object({
  name: z
    .string()
    .describe('Name of the check.')
    .meta({ examples: ['test'] }),
  command: z
    .string()
    .describe('What ran.')
    .meta({ examples: ['npm test'] }),
  ...checkRun,
  on: z.enum(['task', 'merged']).describe('Ran on the task’s own tree, or on that merged into the branch.'),
  tree: oid.describe('The tree that it ran on.'),
  base: oid.describe('The commit that the work starts from.'),
  tools: z
    .array(
      z.object({
        name: z
          .string()
          .describe('A program that the command names, or that runs one.')
          .meta({ examples: ['node'] }),
        version: z.string().describe('Its version.'),
      }),
    )
    .describe('What it ran with.'),
  flaky: z.boolean().describe('Whether it failed first and then passed on the same tree.'),
  earlier: z.array(z.object(checkRun)).describe('Runs before this one that failed.'),
  rewrote: z.array(z.string()).describe('Files of the tree that it changed; they were put back.'),
  notes: z.array(z.string()).describe('What a person should know of this run, in sentences.'),
});

export const changedFile = z.object({
  path: z.string().describe('From the root of the repository.'),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'type_changed']).describe('What became of it.'),
  from: z.string().nullable().describe('Where a renamed file was before.'),
  additions: z.int().nullable().describe('Lines; null for a binary file.'),
  deletions: z.int().nullable().describe('Lines; null for a binary file.'),
});

export const result = z.object({
  summary: z.string().describe('The agent’s own account of what it did.'),
  base: oid.describe('The commit that the work starts from.'),
  head: oid.describe('The newest commit of the work.'),
  tree: oid.describe('Its tree, which the evidence is about.'),
  files: z.array(changedFile).describe('What it changed.'),
  commits: z
    .array(
      z.object({
        oid: oid.describe('Its id.'),
        message: z.string().describe('Its message.'),
        author: z.string().describe('Who is named as its author.'),
        at: time,
      }),
    )
    .describe('What it is made of.'),
  checks: z.array(evidence).describe('What the system ran on it.'),
});

export const delivery = z.object({
  kind: z
    .enum(['fast_forwarded', 'ref_moved', 'left_alone'])
    .describe('What happened to the person’s checkout when the branch moved.'),
  reason: z.string().nullable().describe('Why it was left alone.'),
  files: z.array(z.string()).describe('The person’s own changes that stood in the way.'),
});

export const conflictFile = z.object({
  path: z.string().describe('From the root of the repository.'),
  kind: z.enum(conflictKinds).describe('Why git cannot bring it together by itself.'),
});

/** What a task is told of its conflicts: not the lines, which `queue/conflicts` has. */
export const taskConflict = z.object({
  with: z.string().nullable().describe('Id of the other task; null = the branch of the project.'),
  number: z.int().nullable().describe('The number of that task.'),
  name: z.string().nullable().describe('Its name.'),
  files: z
    .array(
      conflictFile.extend({
        resolution: z
          .string()
          .nullable()
          .describe('Id of what the memory would resolve it with when it is applied; null = nothing.'),
      }),
    )
    .describe('Where. With a resolution for each, it stands in nobody’s way.'),
});

export const diff = z.object({
  base: oid.describe('What it is compared with.'),
  head: oid.describe('The work.'),
  files: z.array(changedFile).describe('What differs.'),
  patch: z.string().describe('As `git apply` takes it.'),
  truncated: z.boolean().describe('Whether the patch is too long to be answered as a whole.'),
});

export type FailureJson = z.infer<typeof failure>;
export type EvidenceJson = z.infer<typeof evidence>;
export type ChangedFileJson = z.infer<typeof changedFile>;
export type DiffJson = z.infer<typeof diff>;
