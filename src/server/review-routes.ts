// Routes of reviews: what a task changed as data, and the comments of people on its lines.
import { contract } from '../api/contract.ts';
import type { ChangesJson, CommentJson, FileChangesJson } from '../api/review-schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { FileEntry } from '../domain/file-diff.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { AnchoredComment } from '../engine/review/review.ts';
import type { FileChanges } from '../engine/review/changes.ts';
import { pageOf, readCursor } from './cursor.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';
import { onVersion } from './stale-version.ts';
import { refuseUnattendedPush } from './may-push.ts';
import { presentTask } from './task-routes.ts';

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access'>;

const defaultContext = 3;
const defaultFiles = 50;

export function reviewRoutes(app: App, engine: Engine): void {
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);

  route(app, engine, contract.taskChanges, async (call) => {
    const { attempt, path, context = defaultContext } = call.query;
    const task = await one(call);
    // A cursor that is none is a mistake, whatever there is to be shown.
    if (call.query.cursor !== undefined) readCursor('changes', call.query.cursor);
    const found = await engine.review.changes(task, { attempt, path, context });
    const query = { cursor: call.query.cursor, limit: call.query.limit ?? defaultFiles };
    const page = pageOf('changes', found.entries, (entry) => entry.path, query);
    return {
      base: found.base,
      head: found.head,
      total: totalOf(found.entries),
      files: (await found.read(page.items)).map(fileJson),
      next_cursor: page.next_cursor,
    };
  });
  route(app, engine, contract.listComments, async (call) => ({
    comments: (await engine.review.list(await one(call), call.actor.username)).map(commentJson),
  }));
  route(app, engine, contract.addComment, async (call) => {
    const { path, side = 'new', start_line: start, end_line: end = start, text } = call.body;
    const wanted = { path, side, lines: { start, end }, text };
    return commentJson(await engine.review.add(await one(call), wanted, call.actor.username));
  });
  route(app, engine, contract.removeComment, async (call) => {
    await engine.review.remove(await one(call), call.param('comment'), call.actor.username);
    return undefined;
  });
  route(app, engine, contract.requestChanges, async (call) => {
    const task = await one(call);
    // Its agent goes on: what is applied by itself is for those who may apply.
    refuseUnattendedPush(call, task);
    const show = (changed: Task) => presentTask(engine, changed);
    const { expected, actor, body } = call;
    return onVersion(engine, { task, expected, show }, async () =>
      show(await engine.review.requestChanges(task, body.message ?? '', actor.username)),
    );
  });
}

function totalOf(entries: readonly FileEntry[]): ChangesJson['total'] {
  const sum = (of: (entry: FileEntry) => number | null): number =>
    entries.reduce((total, entry) => total + (of(entry) ?? 0), 0);
  return {
    files: entries.length,
    additions: sum((entry) => entry.additions),
    deletions: sum((entry) => entry.deletions),
  };
}

function fileJson({ entry, hunks, omitted }: FileChanges): FileChangesJson {
  const { path, status, from, additions, deletions, kind } = entry;
  return {
    path,
    status,
    from,
    additions,
    deletions,
    kind,
    old_mode: entry.oldMode,
    new_mode: entry.newMode,
    old_oid: entry.oldOid,
    new_oid: entry.newOid,
    old_size: entry.oldSize,
    new_size: entry.newSize,
    hunks: hunks.map((hunk) => ({
      old_start: hunk.oldStart,
      old_lines: hunk.oldLines,
      new_start: hunk.newStart,
      new_lines: hunk.newLines,
      heading: hunk.heading,
      lines: hunk.lines.map(({ noNewline, ...line }) => ({
        ...line,
        ...(noNewline && { no_newline: true }),
      })),
    })),
    omitted,
  };
}

function commentJson({ comment, anchor }: AnchoredComment): CommentJson {
  const { id, author, path, side, lines, text, code, head, createdAt, sentAt } = comment;
  const at = anchor.kind === 'outdated' ? null : anchor;
  return {
    id,
    author,
    path,
    side,
    text,
    code,
    start_line: lines.start,
    end_line: lines.end,
    commit: head,
    created_at: time(createdAt),
    sent_at: sentAt === null ? null : time(sentAt),
    anchor: {
      kind: anchor.kind,
      path: at?.path ?? null,
      start_line: at?.lines.start ?? null,
      end_line: at?.lines.end ?? null,
    },
  };
}
