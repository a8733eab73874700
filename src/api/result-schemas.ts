// What a task's work amounts to, as it is answered: changed files, evidence, failures, and where the work went.
import { z } from 'zod';
import { failureKinds } from '../domain/failure.ts';
import { time } from './schemas.ts';

export const failure = z.object({
  kind: z.enum(failureKinds),
  message: z.string(),
  detail: z.string(),
  next: z.string(),
});

export const evidence = z.object({
  name: z.string(),
  command: z.string(),
  outcome: z.enum(['passed', 'failed', 'timed_out', 'not_started']),
  exit_code: z.int().nullable(),
  duration_ms: z.int(),
  counts: z.object({ passed: z.int(), failed: z.int(), skipped: z.int() }).nullable(),
  tail: z.string(),
  log: z.string(),
  on: z.enum(['task', 'merged']),
  tree: z.string(),
  base: z.string(),
  at: time,
});

export const changedFile = z.object({
  path: z.string(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'type_changed']),
  from: z.string().nullable(),
  additions: z.int().nullable(),
  deletions: z.int().nullable(),
});

export const result = z.object({
  summary: z.string(),
  base: z.string(),
  head: z.string(),
  tree: z.string(),
  files: z.array(changedFile),
  commits: z.array(z.object({ oid: z.string(), message: z.string(), author: z.string(), at: time })),
  checks: z.array(evidence),
});

export const delivery = z.object({
  kind: z.enum(['fast_forwarded', 'ref_moved', 'left_alone']),
  reason: z.string().nullable(),
  files: z.array(z.string()),
});

export const diff = z.object({
  base: z.string(),
  head: z.string(),
  files: z.array(changedFile),
  patch: z.string(),
  truncated: z.boolean(),
});

export type FailureJson = z.infer<typeof failure>;
export type EvidenceJson = z.infer<typeof evidence>;
export type ChangedFileJson = z.infer<typeof changedFile>;
export type DiffJson = z.infer<typeof diff>;
