// Where comments stand in a task's work as it is now: git says what changed since they were written.
import type { FileEntry } from '../../domain/file-diff.ts';
import type { Oid } from '../../domain/ids.ts';
import { follow } from '../../domain/review-comment.ts';
import type { Anchor, ReviewComment } from '../../domain/review-comment.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { Ends } from '../task-diff.ts';

/** In the order of the comments. One question to git for each commit that was commented on. Throws `git_failed`. */
export async function anchorsOf(
  hub: Pick<Hub, 'fileEntries' | 'hunksOf'>,
  comments: readonly ReviewComment[],
  now: Ends,
): Promise<readonly Anchor[]> {
  const changed = new Map<string, Promise<readonly FileEntry[]>>();
  const since = (from: Oid, to: Oid): Promise<readonly FileEntry[]> => {
    const known = changed.get(`${from} ${to}`) ?? hub.fileEntries(from, to);
    changed.set(`${from} ${to}`, known);
    return known;
  };
  return Promise.all(
    comments.map(async (comment) => {
      const ends =
        comment.side === 'new' ? { from: comment.head, to: now.head } : { from: comment.base, to: now.base };
      return ends.from === ends.to
        ? unmoved(comment)
        : anchorOf(hub, comment, ends, await since(ends.from, ends.to));
    }),
  );
}

async function anchorOf(
  hub: Pick<Hub, 'hunksOf'>,
  comment: ReviewComment,
  ends: { readonly from: Oid; readonly to: Oid },
  entries: readonly FileEntry[],
): Promise<Anchor> {
  const entry = entries.find(
    ({ status, from, path }) => status !== 'added' && (from ?? path) === comment.path,
  );
  if (entry === undefined) return unmoved(comment);
  if (entry.status === 'deleted' || entry.kind !== 'text') return { kind: 'outdated' };
  const hunks = await hub.hunksOf(ends, [entry], { context: 0, maxBytes: maxPatchBytes });
  const known = hunks.get(entry.path);
  const lines = known === undefined ? null : follow(comment.lines, known);
  if (lines === null) return { kind: 'outdated' };
  const isSame = entry.path === comment.path && lines.start === comment.lines.start;
  return { kind: isSame ? 'current' : 'moved', path: entry.path, lines };
}

const maxPatchBytes = 20 * 1024 * 1024;

function unmoved({ path, lines }: ReviewComment): Anchor {
  return { kind: 'current', path, lines };
}
