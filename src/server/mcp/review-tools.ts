// The tools of a review: comments on lines of the work, asking for changes, and previews. Each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as r from '../../api/review-schemas.ts';
import { bounded } from './bounded.ts';
import { at, taskPlace } from './task-place.ts';
import { briefOf, briefResult, sayBrief } from './task-view.ts';
import { adds, looks, sets, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const addComment = tool({
  name: 'add_comment',
  title: 'Comment on lines of a task’s work',
  description:
    'Keeps a comment on lines that a task changed, as a draft of yours. request_changes sends all of them to its agent.',
  endpoint: endpoints.addComment,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...r.commentAdd.shape }),
  output: r.comment,
  work: async ({ task, project, ...body }, desk) =>
    desk.call(endpoints.addComment, { ...at({ task, project }), body }),
  say: ({ id, path, start_line: line }) => `${id}: a draft at ${path}:${line}. request_changes sends it.`,
});

const requestChanges = tool({
  name: 'request_changes',
  title: 'Request changes of a task’s work',
  description:
    'Sends your comments and the message to the agent of a task as one message; it goes on in the same copy.',
  endpoint: endpoints.requestChanges,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...r.changesRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) => ({
    task: briefOf(await desk.call(endpoints.requestChanges, { ...at({ task, project }), body })),
  }),
  say: ({ task }) => `${sayBrief(task)}\n${task.next}`,
});

const listComments = tool({
  name: 'list_comments',
  title: 'List the comments on a task’s work',
  description:
    'Your drafts and what anybody has sent to its agent, each with where its lines are in the work as it is now.',
  endpoint: endpoints.listComments,
  hints: looks,
  input: z.strictObject(taskPlace),
  output: r.commentList.extend({ cut: z.array(z.string()).describe('What is not in full here.') }),
  work: async (place, desk) => {
    const json = await desk.call(endpoints.listComments, at(place));
    const { value, cut } = bounded(json, { text: 2000, total: 30_000, list: 100 });
    return { ...value, cut: [...cut] };
  },
  say: ({ comments }) =>
    comments
      .map(
        ({ id, author, path, start_line: line, text, sent_at: sent, anchor }) =>
          `${id} ${path}:${line} (${anchor.kind}, ${sent === null ? 'draft' : 'sent'}) ${author}: ${text}`,
      )
      .join('\n') || 'There are no comments.',
});

const removeComment = tool({
  name: 'remove_comment',
  title: 'Remove a comment',
  description: 'Takes a draft of yours away; what was sent stays.',
  endpoint: endpoints.removeComment,
  hints: sets,
  input: z.strictObject({ ...taskPlace, comment: z.string().min(1).max(200).describe('Its id.') }),
  output: z.object({ removed: z.string() }),
  work: async ({ comment, ...place }, desk) => {
    const { params, query } = at(place);
    await desk.call(endpoints.removeComment, { params: { ...params, comment }, query });
    return { removed: comment };
  },
  say: ({ removed }) => `Comment ${removed} is gone.`,
});

const startPreview = tool({
  name: 'start_preview',
  title: 'Show what a task made',
  description:
    'Starts the project’s preview command in the copy of a task, or finds the one that runs, and answers with its address when it is there. Whoever knows the address may look.',
  endpoint: endpoints.startPreview,
  hints: sets,
  input: z.strictObject(taskPlace),
  output: r.preview,
  // A slow one may take longer than a client waits; asked again, it is the one that runs.
  work: async (place, desk) => shortOutput(await desk.call(endpoints.startPreview, at(place))),
  say: ({ url }) => url,
});

const showPreview = tool({
  name: 'show_preview',
  title: 'Show the preview of a task',
  description: 'Whether a preview of a task runs, its address, and the end of what it printed.',
  endpoint: endpoints.showPreview,
  hints: looks,
  input: z.strictObject(taskPlace),
  output: r.previewState,
  work: async (place, desk) => {
    const { preview } = await desk.call(endpoints.showPreview, at(place));
    return { preview: preview === null ? null : shortOutput(preview) };
  },
  say: ({ preview }) => (preview === null ? 'None runs.' : `${preview.url}\n${preview.output}`),
});

const stopPreview = tool({
  name: 'stop_preview',
  title: 'Stop the preview of a task',
  description: 'Ends the preview of a task with all of its processes.',
  endpoint: endpoints.stopPreview,
  hints: sets,
  input: z.strictObject(taskPlace),
  output: z.object({ stopped: z.string().describe('The task, as it was named.') }),
  work: async (place, desk) => {
    await desk.call(endpoints.stopPreview, at(place));
    return { stopped: String(place.task) };
  },
  say: () => 'It is stopped.',
});

function shortOutput(preview: r.PreviewJson): r.PreviewJson {
  return { ...preview, output: preview.output.slice(-4000) };
}

export const reviewTools: readonly Tool[] = [
  listComments,
  addComment,
  removeComment,
  requestChanges,
  startPreview,
  showPreview,
  stopPreview,
];
