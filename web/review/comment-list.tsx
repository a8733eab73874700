// All comments of a review in one list, also those whose lines are gone: one press goes to where each stands.
import type { CommentJson } from '../../src/api/review-schemas.ts';
import { plainText } from '../ui/plain-text.ts';
import type { Comments } from './comments.ts';
import { placeWords } from './comments.ts';
import { stateWords } from './comment-note.tsx';

export function CommentList({
  comments,
  onShow,
}: {
  comments: Comments;
  onShow: (comment: CommentJson) => void;
}) {
  if (comments.all.length === 0) return null;
  return (
    <section aria-label="Comments" className="border-line border-b px-2 py-3">
      <h2 className="text-faint mb-1 px-2 text-xs font-medium">Comments</h2>
      <ul>
        {comments.all.map((comment) => (
          <li key={comment.id} data-anchor={comment.anchor.kind}>
            <button
              type="button"
              onClick={() => onShow(comment)}
              className="hover:bg-hover block w-full rounded-lg px-2 py-1 text-left text-sm"
            >
              <span className="untrusted line-clamp-2">{plainText(comment.text.slice(0, 300))}</span>
              <span className="untrusted text-faint block truncate text-xs" title={placeWords(comment)}>
                {placeWords(comment)}
              </span>
              <span className="text-muted block text-xs">{stateWords(comment)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
