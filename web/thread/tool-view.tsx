// A tool call in one line; opened, what it was given, what it changed and what it answered.
import {
  ChevronRight,
  CircleX,
  Eye,
  FilePen,
  Globe,
  LoaderCircle,
  Search,
  SquareTerminal,
  Trash2,
  Wrench,
} from 'lucide-react';
import { lazy, Suspense, useContext, useEffect, useState } from 'react';
import type { ComponentType, SVGProps } from 'react';
import { OutputBox } from './output-box.tsx';
import { plainText } from '../ui/plain-text.ts';
import type { ToolItem } from './item.ts';
import { ThreadTaskContext } from './whose.ts';

const SmallDiff = lazy(async () => ({ default: (await import('../diff/small-diff.tsx')).SmallDiff }));

const icons: Readonly<Record<string, ComponentType<SVGProps<SVGSVGElement>>>> = {
  read: Eye,
  edit: FilePen,
  delete: Trash2,
  search: Search,
  execute: SquareTerminal,
  fetch: Globe,
};

export function ToolView({ item, isMarked }: { item: ToolItem; isMarked: boolean }) {
  const { isOpen: isUnderWay } = useContext(ThreadTaskContext);
  const [isOpen, setOpen] = useState(isMarked);
  useEffect(() => setOpen(isMarked), [isMarked]);
  const Icon = icons[item.toolKind] ?? Wrench;
  const hasMore = item.output !== '' || item.diffs.length > 0 || item.input !== '';
  const runs = isUnderWay && (item.status === 'running' || item.status === 'pending');
  return (
    <div className="py-0.5">
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={!hasMore}
        onClick={() => setOpen(!isOpen)}
        className="text-muted hover:enabled:text-text -ml-1 flex max-w-full items-center gap-1.5 rounded px-1 py-0.5 text-left text-sm"
      >
        <ChevronRight
          className={`size-3.5 shrink-0 transition-transform ${isOpen ? 'rotate-90' : ''} ${hasMore ? '' : 'opacity-0'}`}
          aria-hidden
        />
        <Mark item={item} runs={runs} icon={Icon} />
        <span className="untrusted min-w-0 truncate font-mono text-xs">{plainText(item.title)}</span>
        {item.diffs.length > 0 && <DiffCount item={item} />}
      </button>
      {isOpen && (
        <div className="mt-1 mb-2 ml-5 flex flex-col gap-2">
          {item.diffs.length > 0 && (
            <Suspense>
              {item.diffs.map((diff) => (
                <SmallDiff key={diff.path} diff={diff} />
              ))}
            </Suspense>
          )}
          {item.diffs.length === 0 && item.input !== '' && item.output === '' && (
            <OutputBox text={item.input} />
          )}
          {item.output !== '' && <OutputBox text={item.output} />}
        </div>
      )}
    </div>
  );
}

function Mark({
  item,
  runs,
  icon: Icon,
}: {
  item: ToolItem;
  runs: boolean;
  icon: ComponentType<SVGProps<SVGSVGElement>>;
}) {
  if (runs) return <LoaderCircle className="text-live spin-slow size-3.5 shrink-0" aria-label="Running" />;
  if (item.status === 'failed') return <CircleX className="text-bad size-3.5 shrink-0" aria-label="Failed" />;
  return <Icon className="text-faint size-3.5 shrink-0" aria-hidden />;
}

function DiffCount({ item }: { item: ToolItem }) {
  const lines = (text: string | null): number => (text === null || text === '' ? 0 : text.split('\n').length);
  const [added, removed] = item.diffs.reduce<readonly [number, number]>(
    ([plus, minus], diff) => {
      const grown = lines(diff.after) - lines(diff.before);
      return [plus + Math.max(0, grown), minus + Math.max(0, -grown)];
    },
    [0, 0],
  );
  if (added + removed === 0) return null;
  return (
    <span className="shrink-0 text-xs tabular-nums">
      {added > 0 && <span className="text-ok">+{added}</span>}{' '}
      {removed > 0 && <span className="text-bad">−{removed}</span>}
    </span>
  );
}
