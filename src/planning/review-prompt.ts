// What an agent is told when a person has read its work and wants something changed: all comments in one message, each with
// the place, the lines as the person saw them, and what they say.
import type { DiffSide, LineRange } from '../domain/review-comment.ts';

export interface ToldComment {
  readonly path: string;
  /** Where the lines are now; null when they were changed or removed since. */
  readonly lines: LineRange | null;
  readonly side: DiffSide;
  readonly code: string;
  readonly text: string;
}

/** `message`: what the person says of the work as a whole; may be empty, but not without any comment. */
export function reviewPrompt(message: string, comments: readonly ToldComment[]): string {
  const head =
    comments.length === 0
      ? 'A person has read your work and asks for changes.'
      : `A person has read your work and asks for changes, with ${comments.length === 1 ? 'a comment' : `${comments.length} comments`} on its lines. Answer each: change the work, or say why not.`;
  const told = comments.map((comment, index) => tell(comment, index + 1));
  return [head, ...(message === '' ? [] : [message]), ...told].join('\n\n');
}

function tell(comment: ToldComment, number: number): string {
  const fence = fenceFor(comment.code);
  return [
    `${number}. ${comment.path}${placeOf(comment)}`,
    `${fence}\n${comment.code}\n${fence}`,
    comment.text,
  ].join('\n');
}

function placeOf({ lines, side }: ToldComment): string {
  if (lines === null) return ', lines that have changed since; they were';
  const range = lines.start === lines.end ? `line ${lines.start}` : `lines ${lines.start}–${lines.end}`;
  return side === 'old' ? `, ${range} before your change` : `, ${range}`;
}

/** Longer than any fence in the text. */
function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}
