// The comments on a task's work: the drafts of this person, and what anybody has sent.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { CommentJson } from '../../src/api/review-schemas.ts';
import { call } from '../data/call.ts';
import { sayError } from '../data/run-action.ts';
import type { DiffFile } from '../diff/files-of.ts';
import type { LineChoice, Point } from '../diff/lines.ts';

export interface Comments {
  readonly all: readonly CommentJson[];
  readonly drafts: readonly CommentJson[];
  /** Whether it is kept; why not is said. */
  readonly add: (choice: LineChoice, text: string) => Promise<boolean>;
  readonly remove: (id: string) => Promise<void>;
  /** Reads them again: they were sent, or their lines have moved. */
  readonly reload: () => void;
}

/** `head`: the work that they are held against. */
export function useComments(task: string, head: string): Comments {
  const client = useQueryClient();
  const found = useQuery<readonly CommentJson[]>({
    queryKey: ['comments', task, head],
    placeholderData: (before) => before,
    queryFn: async ({ signal }) =>
      (await call(endpoints.listComments, { params: { task }, signal })).comments,
  });
  const all = found.data ?? none;
  return useMemo(() => {
    const reload = (): void => void client.invalidateQueries({ queryKey: ['comments', task] });
    const doing = async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        sayError(error);
        return false;
      } finally {
        reload();
      }
    };
    return {
      all,
      drafts: all.filter((comment) => comment.sent_at === null),
      add: (choice, text) =>
        doing(async () => {
          const { path, side, start, end } = choice;
          await call(endpoints.addComment, {
            params: { task },
            body: { path, side, start_line: start, end_line: end, text },
          });
        }),
      remove: async (id) => {
        await doing(() => call(endpoints.removeComment, { params: { task, comment: id } }));
      },
      reload,
    };
  }, [all, client, task]);
}

const none: readonly CommentJson[] = [];

/** Where it stands in the diff now; null when its lines are gone, or their file is no longer changed. */
export function placeOf(
  comment: CommentJson,
  files: readonly DiffFile[],
): { readonly path: string; readonly at: Point } | null {
  const { side, anchor } = comment;
  if (anchor.path === null || anchor.end_line === null) return null;
  const file = files.find((one) => (side === 'new' ? one.path : (one.from ?? one.path)) === anchor.path);
  return file === undefined ? null : { path: file.path, at: { side, line: anchor.end_line } };
}

/** What a file was called on that side: comments on the old one name the old file. */
export function named(choice: LineChoice, files: readonly DiffFile[]): LineChoice {
  const file = files.find((one) => one.path === choice.path);
  return choice.side === 'old' && file?.from != null ? { ...choice, path: file.from } : choice;
}

/** `src/cart.ts:12–14` */
export function placeWords(comment: CommentJson): string {
  const { anchor } = comment;
  const start = anchor.start_line ?? comment.start_line;
  const end = anchor.end_line ?? comment.end_line;
  return `${anchor.path ?? comment.path}:${start}${end === start ? '' : `–${end}`}`;
}
