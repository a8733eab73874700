// The tools that read what a task did, page by page: its log, the output of its checks, and its changes.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import { evidenceList } from '../../api/history-schemas.ts';
import { changedFile } from '../../api/result-schemas.ts';
import { verificationReport } from '../../api/verification-schemas.ts';
import { bounded } from './bounded.ts';
import { eventLine, lineOf, sayLine } from './event-line.ts';
import { patchOf } from './patch.ts';
import { at, taskPlace } from './task-place.ts';
import { looks, tool } from './tool.ts';
import type { Tool } from './tool.ts';

/** Without the thoughts and token counts of the agent, which are many and seldom wanted. */
const usualTypes = ['task.*', 'run.*', 'agent.message', 'agent.tool', 'agent.plan', 'agent.permission'];

/** A page of a text: characters, so that no letter is cut in two. */
const page = {
  offset: z.int().min(0).optional().describe('Where to begin, in characters; 0 unless told.'),
  limit: z.int().min(1).max(40_000).optional().describe('At most so many characters; 16,000 unless told.'),
};
const paged = {
  offset: z.int(),
  next_offset: z.int().nullable().describe('Where the next page begins; null = this was the last.'),
  total_chars: z.int(),
};

function pageOf(text: string, offset = 0, limit = 16_000) {
  const end = Math.min(text.length, offset + limit);
  return {
    text: text.slice(offset, end),
    place: { offset, next_offset: end < text.length ? end : null, total_chars: text.length },
  };
}
const more = (next: number | null): string => (next === null ? '' : `\nMore with offset ${next}`);

const taskLog = tool({
  name: 'task_log',
  title: 'Read the log of a task',
  description:
    'What happened to a task in order: what its agent said and did, output of setup and checks, changes of state. Read on with after = next_after as long as more is true.',
  endpoint: endpoints.events,
  hints: looks,
  input: z.strictObject({
    ...taskPlace,
    after: z.int().min(0).optional().describe('Only what came after this event; 0 unless told.'),
    limit: z.int().min(1).max(200).optional().describe('At most so many events; 50 unless told.'),
    types: z
      .array(z.string().min(1).max(60))
      .min(1)
      .max(30)
      .optional()
      .describe(`Which events, such as task.failed or agent.*; unless told ${usualTypes.join(', ')}.`),
  }),
  output: z.object({
    events: z.array(eventLine),
    next_after: z.int(),
    more: z.boolean().describe('Whether there may be more already.'),
  }),
  work: async ({ after, limit = 50, types = usualTypes, ...place }, desk) => {
    const { id } = await desk.call(endpoints.showTask, at(place));
    const query = { task: id, after, limit, types: types.join(',') };
    const { events, next_after } = await desk.call(endpoints.events, { query });
    return { events: events.map(lineOf), next_after, more: events.length === limit };
  },
  say: ({ events, next_after: next, more: isMore }) =>
    [...events.map(sayLine), isMore ? `More with after ${next}` : 'That is all so far.'].join('\n'),
});

const checkLog = tool({
  name: 'check_log',
  title: 'Read the output of a check',
  description: 'The full output of one check of a task; log is the name that show_task gives for it.',
  endpoint: endpoints.checkLog,
  hints: looks,
  input: z.strictObject({ ...taskPlace, log: z.string().min(1).max(300), ...page }),
  output: z.object({ text: z.string(), ...paged }),
  work: async ({ log, offset, limit, ...given }, desk) => {
    const { params, query } = at(given);
    const whole = await desk.call(endpoints.checkLog, { params: { ...params, log }, query });
    const { text, place } = pageOf(whole, offset, limit);
    return { text, ...place };
  },
  say: ({ text, next_offset: next }) => `${text}${more(next)}`,
});

const showEvidence = tool({
  name: 'show_evidence',
  title: 'Show the evidence of a task',
  description:
    'Whether the work of a task is verified as it is now, and each check with its command, outcome, counts, failing tests, tool versions and the tree it ran on; also of a task that still works. stale means that the work has gone on since.',
  endpoint: endpoints.taskVerification,
  hints: looks,
  input: z.strictObject(taskPlace),
  output: z.object({
    report: verificationReport,
    cut: z.array(z.string()).describe('What is not in full here.'),
  }),
  work: async (place, desk) => {
    const json = await desk.call(endpoints.taskVerification, at(place));
    const { value, cut } = bounded(json, { text: 2000, total: 30_000, list: 50 });
    return { report: value, cut: [...cut] };
  },
  say: ({ report, cut }) =>
    [
      report.verification === null
        ? 'There is no work yet.'
        : `${report.verification.status}: ${report.verification.reason}`,
      ...report.remarks,
      ...report.evidence.flatMap((one) => [
        `check ${one.name} (${one.command}) ${one.outcome} on tree ${one.tree.slice(0, 10)}`,
        ...one.failures.map((each) => `  failed: ${each.name}: ${each.message}`),
        ...one.signs.map((sign) => `  ${sign}`),
        ...one.notes.map((each) => `  ${each}`),
      ]),
      ...cut.map((one) => `Cut: ${one}`),
    ].join('\n'),
});

const listEvidence = tool({
  name: 'list_evidence',
  title: 'List every check that ran on a task',
  description:
    'Each check that ever ran on a task, of all its attempts, oldest first, with its outcome and the tree it ran on. show_evidence says how its work stands now, check_log has the whole output.',
  endpoint: endpoints.taskEvidence,
  hints: looks,
  input: z.strictObject({
    ...taskPlace,
    cursor: z.string().max(2000).optional().describe('Where to read on.'),
  }),
  output: evidenceList.extend({ cut: z.array(z.string()).describe('What is not in full here.') }),
  work: async ({ cursor, ...given }, desk) => {
    const { params, query } = at(given);
    const json = await desk.call(endpoints.taskEvidence, { params, query: { ...query, cursor, limit: 20 } });
    const { value, cut } = bounded(json, { text: 1000, total: 30_000, list: 50 });
    return { ...value, cut: [...cut] };
  },
  say: ({ evidence, next_cursor: next }) =>
    (evidence
      .map(
        ({ name, command, outcome, tree, log }) =>
          `check ${name} (${command}) ${outcome} on tree ${tree.slice(0, 10)}, log ${log}`,
      )
      .join('\n') || 'No check ran yet.') + (next === null ? '' : `\nMore with cursor ${next}`),
});

const diff = tool({
  name: 'diff',
  title: 'Show the changes of a task',
  description:
    'What a task changed, as a list of files and a patch. The patch comes in pages: read on with offset = next_offset, or ask for one file with path.',
  endpoint: endpoints.diffTask,
  hints: looks,
  input: z.strictObject({
    ...taskPlace,
    path: z.string().min(1).max(4096).optional().describe('Only the patch of this file.'),
    ...page,
  }),
  output: z.object({
    base: z.string(),
    head: z.string(),
    files: z.array(changedFile).describe('On the first page; the first 200.'),
    file_count: z.int(),
    patch: z.string(),
    ...paged,
    truncated: z.boolean().describe('The patch is larger than 20 MiB, and its end is in no page.'),
  }),
  work: async ({ path, offset = 0, limit, ...given }, desk) => {
    const { base, head, files, patch, truncated } = await desk.call(endpoints.diffTask, at(given));
    const { text, place } = pageOf(path === undefined ? patch : patchOf(patch, path), offset, limit);
    const shown = offset === 0 ? bounded(files, { text: 4096, total: 20_000, list: 200 }).value : [];
    return { base, head, files: shown, file_count: files.length, patch: text, ...place, truncated };
  },
  say: ({ files, file_count: count, patch, next_offset: next }) =>
    [
      ...files.map(
        ({ status, path, additions, deletions }) =>
          `${status} ${path} +${additions ?? '?'} -${deletions ?? '?'}`,
      ),
      ...(files.length > 0 && count > files.length ? [`and ${count - files.length} files more`] : []),
      `${patch}${more(next)}`,
    ].join('\n'),
});

export const logTools: readonly Tool[] = [taskLog, showEvidence, listEvidence, checkLog, diff];
