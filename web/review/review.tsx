// The review of a task's work: what changed, what was proved, what people say about it, and what Apply will do.
import { useMemo, useRef, useState } from 'react';
import type { DiffJson, TaskJson } from '../../src/api/schemas.ts';
import { AppError } from '../../src/api/errors.ts';
import { useDiff } from '../data/queries.ts';
import { DiffView } from '../diff/diff-view.tsx';
import type { DiffHandle } from '../diff/diff-view.tsx';
import { filesOf, withPatches } from '../diff/files-of.ts';
import type { DiffFile } from '../diff/files-of.ts';
import type { LineChoice, Point } from '../diff/lines.ts';
import { useViewed } from '../diff/viewed.ts';
import { FailurePanel } from '../failure/failure-panel.tsx';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { ApplyBar } from './apply-bar.tsx';
import { placeOf, useComments } from './comments.ts';
import { DiffToolbar } from './diff-toolbar.tsx';
import { useDiffSettings } from './diff-settings.ts';
import type { DiffSettings } from './diff-settings.ts';
import { FileHead } from './file-head.tsx';
import { ReviewSide } from './review-side.tsx';
import { useReadFolds } from './use-folds.ts';
import { useLineNotes } from './use-line-notes.tsx';
import { useReviewKeys } from './use-review-keys.ts';
import { useReviewPlace } from './use-review-place.ts';
import type { ReviewPlace } from './use-review-place.ts';

export function Review({ task, place }: { task: TaskJson; place: ReviewPlace }) {
  const diff = useDiff(task.id, headOf(task));
  if (diff.error instanceof AppError && diff.error.code === 'not_found')
    return (
      <Empty title="No committed work yet">
        <p>What the agent changes can be reviewed when its turn has ended.</p>
      </Empty>
    );
  if (diff.error !== null) return <Trouble error={diff.error} onRetry={() => void diff.refetch()} />;
  if (diff.data === undefined) return <div className="flex-1" aria-busy />;
  return <Loaded task={task} diff={diff.data} place={place} />;
}

function firstOf(files: readonly DiffFile[]): string | null {
  return (files.find((one) => !one.isGenerated) ?? files[0])?.path ?? null;
}

function headOf(task: TaskJson): string {
  return task.result?.head ?? `${task.state} ${task.version}`;
}

/** All files, and as they are shown. */
function useFiles(
  task: TaskJson,
  diff: DiffJson,
  { ignoresSpace }: DiffSettings,
): { readonly all: readonly DiffFile[]; readonly files: readonly DiffFile[] } {
  const plain = useDiff(task.id, headOf(task), ignoresSpace ? 'ignore' : null).data;
  const all = useMemo(() => filesOf(diff), [diff]);
  const files = useMemo(
    () => (ignoresSpace && plain !== undefined ? withPatches(all, plain) : all),
    [all, plain, ignoresSpace],
  );
  return { all, files };
}

function Loaded({ task, diff, place }: { task: TaskJson; diff: DiffJson; place: ReviewPlace }) {
  const [settings, change] = useDiffSettings();
  const { all, files } = useFiles(task, diff, settings);
  const [current, setCurrent] = useState(() => place.file ?? firstOf(files));
  const [selection, setSelection] = useState<LineChoice | null>(null);
  const viewed = useViewed(task.id, all);
  const folds = useReadFolds(all, viewed);
  const comments = useComments(task.id, diff.head);
  const notes = useLineNotes({ task: task.id, files, comments }, () => setSelection(null));
  const view = useRef<DiffHandle>(null);
  const show = (path: string, at?: Point): void => {
    setCurrent(path);
    if (at !== undefined) folds.set(path, false);
    view.current?.scrollTo(path, at);
  };
  const select = (choice: LineChoice | null): void => {
    setSelection(choice);
    if (choice !== null) setCurrent(choice.path);
  };
  useReviewPlace(place, show, setSelection);
  useReviewKeys({
    files,
    current,
    viewed,
    selection,
    onShow: (path) => {
      setSelection(null);
      show(path);
    },
    onSelect: (choice, cursor) => {
      select(choice);
      show(choice.path, cursor);
    },
    onUnselect: () => setSelection(null),
    onComment: notes.open,
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FailurePanel task={task} />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <ReviewSide
          task={task}
          files={files}
          current={current}
          viewed={viewed}
          check={place.check}
          comments={comments}
          onShow={show}
          onComment={(comment) => {
            const place = placeOf(comment, files);
            if (place !== null) show(place.path, place.at);
          }}
        />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <DiffToolbar diff={diff} settings={settings} onChange={change} />
          {diff.truncated && <Truncated branch={task.branch} />}
          {files.length === 0 ? (
            <Empty title="Nothing was changed" />
          ) : (
            <DiffView
              ref={view}
              files={files}
              layout={settings.layout}
              isFolded={folds.isFolded}
              onFold={(path) => folds.set(path, !folds.isFolded(path))}
              marks={notes.marks}
              renderMark={notes.render}
              renderAside={(path) => <FileHead path={path} files={files} viewed={viewed} />}
              selection={selection}
              onSelect={select}
              onComment={notes.open}
            />
          )}
        </div>
      </div>
      <ApplyBar task={task} files={diff.files.length} comments={comments} />
    </div>
  );
}

function Truncated({ branch }: { branch: string }) {
  return (
    <p role="status" className="bg-warn-soft text-warn px-4 py-1.5 text-sm">
      The patch is too long to be shown as a whole; see the branch {branch}.
    </p>
  );
}
