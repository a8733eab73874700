// One comment, below its lines: who said what, and whether its agent has it already.
import { MessageSquareText, X } from 'lucide-react';
import type { CommentJson } from '../../src/api/review-schemas.ts';
import { plainText } from '../ui/plain-text.ts';

export function CommentNote({ comment, onRemove }: { comment: CommentJson; onRemove: () => void }) {
  const isDraft = comment.sent_at === null;
  return (
    <article
      aria-label={`Comment of ${comment.author}`}
      className={`bg-surface my-1.5 rounded-xl border px-3 py-2 font-sans text-sm ${isDraft ? 'border-accent' : 'border-line-strong'}`}
    >
      <header className="text-faint flex items-center gap-1.5 text-xs">
        <MessageSquareText className="size-3.5" aria-hidden />
        <span className="untrusted text-muted font-medium">{comment.author}</span>
        <span className="flex-1">{stateWords(comment)}</span>
        {isDraft && (
          <button
            type="button"
            aria-label="Delete this comment"
            onClick={onRemove}
            className="hover:bg-hover grid size-6 place-items-center rounded"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        )}
      </header>
      <p className="untrusted mt-0.5 whitespace-pre-wrap">{plainText(comment.text)}</p>
    </article>
  );
}

export function stateWords({ sent_at, anchor }: Pick<CommentJson, 'sent_at' | 'anchor'>): string {
  const state = sent_at === null ? 'Draft: only you see it' : 'Sent to the agent';
  if (anchor.kind === 'outdated') return `${state} · its lines were changed since`;
  return anchor.kind === 'moved' ? `${state} · its lines have moved` : state;
}
