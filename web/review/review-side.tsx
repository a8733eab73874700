// Beside the diff: what the agent says, what the system proved, what people say, and the files.
import { useState } from 'react';
import type { CommentJson } from '../../src/api/review-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { DiffFile } from '../diff/files-of.ts';
import type { Viewed } from '../diff/viewed.ts';
import { Evidence } from './evidence.tsx';
import { Markdown } from '../thread/markdown.tsx';
import { CommentList } from './comment-list.tsx';
import type { Comments } from './comments.ts';
import { FileList } from './file-list.tsx';

export function ReviewSide({
  task,
  files,
  current,
  viewed,
  check,
  comments,
  onShow,
  onComment,
}: {
  task: TaskJson;
  files: readonly DiffFile[];
  current: string | null;
  viewed: Viewed;
  /** The name of the one that is to be seen. */
  check: string | undefined;
  comments: Comments;
  onShow: (path: string) => void;
  onComment: (comment: CommentJson) => void;
}) {
  const { result } = task;
  return (
    <div className="border-line flex max-h-[28vh] shrink-0 flex-col overflow-y-auto border-b md:max-h-none md:w-72 md:border-r md:border-b-0">
      {result !== null && result.summary.trim() !== '' && <Summary text={result.summary} />}
      {result !== null && result.checks.length > 0 && (
        <section aria-label="Checks" className="border-line border-b px-4 py-3">
          <h2 className="text-faint mb-1.5 text-xs font-medium">Checks</h2>
          <Evidence task={task} seen={check} />
        </section>
      )}
      <CommentList comments={comments} onShow={onComment} />
      <FileList files={files} current={current} viewed={viewed} onShow={onShow} />
    </div>
  );
}

/** The agent's own account, as far as it fits. */
function Summary({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <section aria-label="Summary" className="border-line hidden border-b px-4 py-3 text-sm md:block">
      <h2 className="text-faint mb-1 text-xs font-medium">What the agent says</h2>
      <div className={isWhole ? '' : 'max-h-24 overflow-hidden mask-b-from-60%'}>
        <Markdown text={text} />
      </div>
      <button
        type="button"
        aria-expanded={isWhole}
        className="text-accent mt-1 text-xs font-medium"
        onClick={() => setWhole(!isWhole)}
      >
        {isWhole ? 'Less' : 'More'}
      </button>
    </section>
  );
}
