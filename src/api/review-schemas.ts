// The requests and answers of a review: what changed as data, and the comments of people on its lines.
import { z } from 'zod';
import { fileKinds } from '../domain/file-diff.ts';
import { diffSides } from '../domain/review-comment.ts';
import { nextCursor, paging } from './paging.ts';
import { changedFile } from './result-schemas.ts';
import { time } from './schemas.ts';
import { diffQuery } from './history-schemas.ts';
import { action } from './task-action-schemas.ts';

const oid = z
  .string()
  .describe('Full id of a git object.')
  .meta({ examples: ['3f785c6b1d0b7a1e2f6c9d4e8a5b0c7d9e1f2a3b'] });
const line = (text: string): z.ZodNumber => z.int().min(1).describe(text);

const hunk = z.object({
  old_start: z.int().describe('Its first line in the old file; for an insertion, the line before it.'),
  old_lines: z.int().describe('How many lines of the old file it covers.'),
  new_start: z.int().describe('Its first line in the new file; for a removal, the line before it.'),
  new_lines: z.int().describe('How many lines of the new file it covers.'),
  heading: z.string().describe('The function or section above it, as git found it; may be empty.'),
  lines: z
    .array(
      z.object({
        kind: z.enum(['context', 'added', 'removed']).describe('What became of it.'),
        old: z.int().nullable().describe('Its number in the old file; null = it is not there.'),
        new: z.int().nullable().describe('Its number in the new file; null = it is not there.'),
        text: z.string().describe('Without its end of line.'),
        no_newline: z.literal(true).optional().describe('It is the last one and does not end in a newline.'),
      }),
    )
    .describe('In order.'),
});

export const fileChanges = z.object({
  ...changedFile.shape,
  kind: z
    .enum(fileKinds)
    .describe('What it is: `image` and `binary` have no lines; the lines of a `submodule` name its commits.'),
  old_mode: z
    .string()
    .nullable()
    .describe('As git writes it, `100755` for a program; null = it was not there.'),
  new_mode: z.string().nullable().describe('The same of the work; null = it is gone.'),
  old_oid: oid.nullable().describe('Id of the old content; of a submodule, the commit.'),
  new_oid: oid.nullable().describe('Id of the new content; of a submodule, the commit.'),
  old_size: z.int().nullable().describe('In bytes; null for a submodule, and where it is not there.'),
  new_size: z.int().nullable().describe('In bytes; null for a submodule, and where it is not there.'),
  hunks: z.array(hunk).describe('What changed in it; empty where only its name or mode did.'),
  omitted: z
    .enum(['binary', 'too_large'])
    .nullable()
    .describe('Why its lines are not here. A large file is answered whole when it is asked for by `path`.'),
});

export const changesQuery = z.object({
  ...diffQuery.shape,
  path: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('Only this file, however large it is.')
    .meta({ examples: ['src/cart.ts'] }),
  context: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('How many lines around a change; 3 unless told.')
    .meta({ examples: [3] }),
  ...paging(200, 50),
});

export const changes = z.object({
  base: oid.describe('What it is compared with.'),
  head: oid.describe('The work.'),
  total: z
    .object({
      files: z.int().describe('Files that differ.'),
      additions: z.int().describe('Lines that were added, in all text files.'),
      deletions: z.int().describe('Lines that were removed, in all text files.'),
    })
    .describe('Of all files, not only of this page.'),
  files: z.array(fileChanges).describe('In the order of their paths.'),
  next_cursor: nextCursor,
});

export const comment = z.object({
  id: z
    .string()
    .describe('Names it.')
    .meta({ examples: ['7f3d2a10'] }),
  author: z.string().describe('Who wrote it.'),
  path: z.string().describe('The file, as it was called when it was written.'),
  side: z.enum(diffSides).describe('The file as it was before the work (`old`) or as it is with it (`new`).'),
  start_line: z.int().describe('Its first line, when it was written.'),
  end_line: z.int().describe('Its last line.'),
  text: z.string().describe('What it says.'),
  code: z.string().describe('The lines as they were.'),
  commit: oid.describe('The work that it was written on.'),
  created_at: time,
  sent_at: time
    .nullable()
    .describe('When it went to the agent; null = it is a draft that only its author sees.'),
  anchor: z
    .object({
      kind: z
        .enum(['current', 'moved', 'outdated'])
        .describe('`moved`: its lines are elsewhere now; `outdated`: they were changed since, or are gone.'),
      path: z.string().nullable().describe('Where they are now; null when outdated.'),
      start_line: z.int().nullable().describe('The first of them now; null when outdated.'),
      end_line: z.int().nullable().describe('The last of them now; null when outdated.'),
    })
    .describe('Where its lines are in the work as it is now.'),
});

export const commentList = z.object({
  comments: z.array(comment).describe('Your drafts, and what anybody has sent; oldest first.'),
});

export const commentAdd = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4096)
    .describe('From the root of the repository, as the file is called on that side.')
    .meta({ examples: ['src/cart.ts'] }),
  side: z.enum(diffSides).optional().describe('`new` unless told.'),
  start_line: line('The first line that it is about, from 1.').meta({ examples: [12] }),
  end_line: line('The last one; that same line unless told.')
    .optional()
    .meta({ examples: [14] }),
  text: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .describe('What the agent is to know or change.')
    .meta({ examples: ['This loses the cents.'] }),
});

export const changesRequest = z.strictObject({
  message: z
    .string()
    .max(20_000)
    .optional()
    .describe('What is to change about the work as a whole; needed where there are no comments.')
    .meta({ examples: ['Also add a test.'] }),
  ...action.shape,
});

export const preview = z.object({
  url: z
    .string()
    .describe('Where it is shown. Whoever knows this address may look; it is another one after each start.')
    .meta({ examples: ['http://t12-k3j9x0aq2bw8e5r7t1yz.preview.localhost:4747/'] }),
  command: z.string().describe('What runs.'),
  port: z.int().describe('Where it listens on this machine.'),
  started_at: time,
  last_used_at: time,
  idle_ms: z.int().describe('It is stopped when nobody has looked at it for so long.'),
  output: z.string().describe('The end of what it printed.'),
});

export const previewState = z.object({
  preview: preview.nullable().describe('The one that runs; null = none does.'),
});

export type PreviewJson = z.infer<typeof preview>;
export type PreviewStateJson = z.infer<typeof previewState>;
export type ChangesQueryJson = z.input<typeof changesQuery>;
export type ChangesJson = z.infer<typeof changes>;
export type FileChangesJson = z.infer<typeof fileChanges>;
export type CommentJson = z.infer<typeof comment>;
export type CommentListJson = z.infer<typeof commentList>;
export type CommentAddJson = z.input<typeof commentAdd>;
export type ChangesRequestJson = z.input<typeof changesRequest>;
