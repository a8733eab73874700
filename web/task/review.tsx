// The review of a task's work: what changed, what was proved, and what Apply will do.
import { Columns2, Rows3 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DiffJson, TaskJson } from '../../src/api/schemas.ts';
import { AppError } from '../../src/api/errors.ts';
import { useDiff } from '../data/queries.ts';
import { DiffView } from '../diff/diff-view.tsx';
import type { DiffHandle } from '../diff/diff-view.tsx';
import { filesOf } from '../diff/files-of.ts';
import { Markdown } from '../thread/markdown.tsx';
import { isTyping } from '../palette/is-typing.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { ApplyBar } from './apply-bar.tsx';
import { Evidence } from './evidence.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { FileList } from './file-list.tsx';
import { useViewed } from '../diff/viewed.ts';

export function Review({ task }: { task: TaskJson }) {
  const diff = useDiff(task.id, task.result?.head ?? `${task.state} ${task.version}`);
  if (diff.error instanceof AppError && diff.error.code === 'not_found')
    return (
      <Empty title="No committed work yet">
        <p>What the agent changes can be reviewed when its turn has ended.</p>
      </Empty>
    );
  if (diff.error !== null) return <Trouble error={diff.error} onRetry={() => void diff.refetch()} />;
  if (diff.data === undefined) return <div className="flex-1" aria-busy />;
  return <Loaded task={task} diff={diff.data} />;
}

type Layout = 'split' | 'unified';
const layoutKey = 'tasklane.diff';

function Loaded({ task, diff }: { task: TaskJson; diff: DiffJson }) {
  const files = useMemo(() => filesOf(diff), [diff]);
  const [layout, setLayout] = useState<Layout>(keptLayout);
  const [current, setCurrent] = useState<string | null>(files[0]?.path ?? null);
  const viewed = useViewed(task.id, files);
  const view = useRef<DiffHandle>(null);
  const show = (path: string): void => {
    setCurrent(path);
    view.current?.scrollTo(path);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const index = files.findIndex((file) => file.path === current);
      const step = { n: 1, p: -1 }[event.key];
      const next = step === undefined ? undefined : files[index + step];
      if (next !== undefined) show(next.path);
      else if (event.key === 'v' && current !== null) viewed.toggle(current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  const change = (next: Layout): void => {
    setLayout(next);
    try {
      localStorage.setItem(layoutKey, next);
    } catch {
      // It lasts as long as the page.
    }
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FailurePanel task={task} />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <div className="border-line flex max-h-[28vh] shrink-0 flex-col overflow-y-auto border-b md:max-h-none md:w-72 md:border-r md:border-b-0">
          {task.result !== null && task.result.summary.trim() !== '' && (
            <Summary text={task.result.summary} />
          )}
          {task.result !== null && task.result.checks.length > 0 && (
            <section aria-label="Checks" className="border-line border-b px-4 py-3">
              <h2 className="text-faint mb-1.5 text-xs font-medium">Checks</h2>
              <Evidence task={task} />
            </section>
          )}
          <FileList files={files} current={current} viewed={viewed} onShow={show} />
        </div>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="border-line hidden items-center gap-2 border-b px-4 py-1.5 font-mono text-xs md:flex">
            <p className="text-muted flex-1 text-sm">
              {diff.base.slice(0, 7)} … {diff.head.slice(0, 7)}
            </p>
            <LayoutChoice layout={layout} onChange={change} />
          </div>
          {diff.truncated && (
            <p role="status" className="bg-warn-soft text-warn px-4 py-1.5 text-sm">
              The patch is too long to be shown as a whole; see the branch {task.branch}.
            </p>
          )}
          {files.length === 0 ? (
            <Empty title="Nothing was changed" />
          ) : (
            <DiffView ref={view} files={files} layout={layout} viewed={viewed} />
          )}
        </div>
      </div>
      <ApplyBar task={task} files={diff.files.length} />
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

function LayoutChoice({ layout, onChange }: { layout: Layout; onChange: (layout: Layout) => void }) {
  return (
    <div role="group" aria-label="Layout of the diff" className="hidden gap-0.5 md:flex">
      <Button
        tone="quiet"
        size="tiny"
        aria-label="Split"
        aria-pressed={layout === 'split'}
        className="aria-pressed:bg-hover aria-pressed:!text-text"
        onClick={() => onChange('split')}
      >
        <Columns2 className="size-4" />
      </Button>
      <Button
        tone="quiet"
        size="tiny"
        aria-label="Unified"
        aria-pressed={layout === 'unified'}
        className="aria-pressed:bg-hover aria-pressed:!text-text"
        onClick={() => onChange('unified')}
      >
        <Rows3 className="size-4" />
      </Button>
    </div>
  );
}

function keptLayout(): Layout {
  // On a phone two columns of code are none.
  if (window.matchMedia('(max-width: 60rem)').matches) return 'unified';
  try {
    return localStorage.getItem(layoutKey) === 'split' ? 'split' : 'unified';
  } catch {
    return 'unified';
  }
}
