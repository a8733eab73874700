// The diff, virtualised and coloured in workers. Everything that we use of the library is in this folder.
import { DEFAULT_CODE_VIEW_FILE_METRICS } from '@pierre/diffs';
import type { CodeViewItem, SelectedLineRange } from '@pierre/diffs';
import { CodeView } from '@pierre/diffs/react';
import type { CodeViewHandle } from '@pierre/diffs/react';
import { ChevronRight, Plus } from 'lucide-react';
import { useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { ReactNode, Ref } from 'react';
import type { DiffFile } from './files-of.ts';
import { Highlighting } from './highlighting.tsx';
import { chosen, linesOf } from './lines.ts';
import type { LineChoice, Point, Side } from './lines.ts';
import { diffOptions } from './options.ts';
import { useParsed } from './parsed-items.ts';
import type { ParsedFile } from './parsed-items.ts';
import { placeAt } from './scroll-place.ts';
import type { ScrollPlace } from './scroll-place.ts';

export interface DiffHandle {
  /** To the head of a file, or to one of its lines. */
  readonly scrollTo: (path: string, line?: Point) => void;
  /** To where another diff is; stays where it is when it does not have that file. */
  readonly bringTo: (place: ScrollPlace) => void;
}

export interface DiffViewProps {
  readonly ref?: Ref<DiffHandle>;
  /** What it is to those who cannot see where it stands. */
  readonly label?: string;
  readonly files: readonly DiffFile[];
  readonly layout: 'split' | 'unified';
  readonly isFolded: (path: string) => boolean;
  readonly onFold?: (path: string) => void;
  /** Below which lines of a file something is shown, by its path. */
  readonly marks?: ReadonlyMap<string, readonly Point[]>;
  readonly renderMark?: (path: string, at: Point) => ReactNode;
  /** What stands at the right of the head of a file. */
  readonly renderAside?: (path: string) => ReactNode;
  readonly selection?: LineChoice | null;
  readonly onSelect?: (choice: LineChoice | null) => void;
  /** The button beside a line was pressed, or dragged over several. Without it, there is none. */
  readonly onComment?: (choice: LineChoice) => void;
  readonly onScroll?: (place: ScrollPlace) => void;
}

export function DiffView(props: DiffViewProps) {
  const { ref, files, layout, isFolded, marks, selection = null, onSelect, onComment, onScroll } = props;
  const view = useRef<CodeViewHandle<Point, undefined>>(null);
  const parsed = useParsed(files);
  const items = useItems(parsed, isFolded, marks);
  const scrollTo = useScrolling(view, parsed);
  const bringTo = ({ path, at, offset }: ScrollPlace): void => {
    if (!files.some((file) => file.path === path)) return;
    view.current?.scrollTo(
      at === null
        ? { type: 'item', id: path, align: 'start', offset, behavior: 'instant' }
        : { ...lineTarget(path, at), align: 'start', offset: offset - headHeight, behavior: 'instant' },
    );
  };
  useImperativeHandle(ref, () => ({ scrollTo, bringTo }));
  const patchOf = (path: string): string => files.find((file) => file.path === path)?.patch ?? '';
  const choose = (path: string, range: SelectedLineRange): LineChoice | null =>
    chosen(path, linesOf(patchOf(path)), pointsOf(range));
  const commentAt = (path: string, at: Point | undefined): void => {
    if (at === undefined) return;
    const isChosen = selection?.path === path && covers(selection, at);
    onComment?.(isChosen ? selection : { path, side: at.side, start: at.line, end: at.line });
  };
  const canComment = onComment !== undefined;
  const options = useMemo(
    () => ({
      ...diffOptions,
      diffStyle: layout,
      stickyHeaders: true,
      enableLineSelection: canComment,
      enableGutterUtility: canComment,
    }),
    [layout, canComment],
  );
  return (
    <Highlighting>
      <CodeView<Point>
        ref={view}
        items={items}
        options={options}
        containerRef={(element) => makeReachable(element, props.label ?? 'Diff')}
        className="diff-colours min-h-0 flex-1 overflow-auto"
        selectedLines={selection === null ? null : { id: selection.path, range: rangeOf(selection) }}
        onSelectedLinesChange={(next) => onSelect?.(next === null ? null : choose(next.id, next.range))}
        onScroll={(top, viewer) => {
          const place = onScroll === undefined ? null : placeAt(viewer, top, patchOf);
          if (place !== null) onScroll?.(place);
        }}
        renderAnnotation={(annotation, _file, item) => props.renderMark?.(item.id, annotation.metadata)}
        renderHeaderPrefix={(item) => <Fold {...props} path={item.id} />}
        renderHeaderMetadata={(item) => props.renderAside?.(item.id)}
        {...(canComment && {
          renderGutterUtility: (hovered, item) => (
            <CommentHere onPress={() => commentAt(item.id, pointOf(hovered()))} />
          ),
        })}
      />
    </Highlighting>
  );
}

function Fold({ path, isFolded, onFold }: Pick<DiffViewProps, 'isFolded' | 'onFold'> & { path: string }) {
  if (onFold === undefined) return null;
  return (
    <button
      type="button"
      aria-expanded={!isFolded(path)}
      aria-label={`Lines of ${path}`}
      onClick={() => onFold(path)}
      className="text-muted hover:bg-hover -ml-1 grid size-6 place-items-center rounded"
    >
      <ChevronRight
        className={`size-4 transition-transform ${isFolded(path) ? '' : 'rotate-90'}`}
        aria-hidden
      />
    </button>
  );
}

// For the mouse alone; the keyboard chooses a line and presses C.
function CommentHere({ onPress }: { onPress: () => void }) {
  return (
    <span
      // The viewer would begin to choose lines anew, from the one that was pressed.
      ref={(element) => element?.addEventListener('pointerdown', (event) => event.stopPropagation())}
      aria-hidden
      title="Comment on this line, or on those that are chosen"
      data-testid="comment-here"
      onClick={onPress}
      className="bg-accent-fill text-on-accent relative z-10 grid size-5 cursor-pointer place-items-center rounded"
    >
      <Plus className="size-3.5" strokeWidth={3} />
    </span>
  );
}

type Item = CodeViewItem<Point> & { readonly type: 'diff' };

/** An item stays the same object as long as nothing of it changes, so that the viewer draws it no second time. */
function useItems(
  parsed: readonly ParsedFile[],
  isFolded: (path: string) => boolean,
  marks: DiffViewProps['marks'],
): readonly Item[] {
  const kept = useRef(
    new Map<string, { readonly of: string; readonly diff: unknown; readonly item: Item }>(),
  );
  return useMemo(
    () =>
      parsed.map(({ file, diff }) => {
        const collapsed = isFolded(file.path);
        const points = marks?.get(file.path) ?? [];
        const of = `${collapsed ? 'folded' : ''} ${JSON.stringify(points)}`;
        const before = kept.current.get(file.path);
        if (before?.diff === diff && before.of === of) return before.item;
        const annotations = points.map((point) => ({
          side: sideNames[point.side],
          lineNumber: point.line,
          metadata: point,
        }));
        const version = (before?.item.version ?? 0) + 1;
        const item: Item = { id: file.path, type: 'diff', fileDiff: diff, collapsed, annotations, version };
        kept.current.set(file.path, { of, diff, item });
        return item;
      }),
    [parsed, isFolded, marks],
  );
}

/** A file that is not read yet is gone to when it is. */
function useScrolling(
  view: { readonly current: CodeViewHandle<Point, undefined> | null },
  parsed: readonly ParsedFile[],
): DiffHandle['scrollTo'] {
  const wanted = useRef<readonly [path: string, line: Point | undefined] | null>(null);
  const go = (path: string, line: Point | undefined): void => {
    if (!parsed.some(({ file }) => file.path === path)) {
      wanted.current = [path, line];
      return;
    }
    wanted.current = null;
    view.current?.scrollTo(
      line === undefined
        ? { type: 'item', id: path, align: 'start' }
        : { ...lineTarget(path, line), align: 'nearest', offset: 80 },
    );
  };
  useEffect(() => {
    if (wanted.current !== null) go(...wanted.current);
  });
  return go;
}

function lineTarget(path: string, { side, line }: Point) {
  return { type: 'line', id: path, lineNumber: line, side: sideNames[side] } as const;
}

/** Of the sticky head of a file, below which a line that is gone to stands. */
const headHeight = DEFAULT_CODE_VIEW_FILE_METRICS.diffHeaderHeight;

const sideNames = { old: 'deletions', new: 'additions' } as const;

function pointOf(
  hovered: { readonly lineNumber: number; readonly side?: 'additions' | 'deletions' } | undefined,
): Point | undefined {
  if (hovered === undefined) return undefined;
  return { side: hovered.side === 'deletions' ? 'old' : 'new', line: hovered.lineNumber };
}

function covers({ side, start, end }: LineChoice, at: Point): boolean {
  return side === at.side && start <= at.line && at.line <= end;
}

function pointsOf({ start, side, end, endSide }: SelectedLineRange): readonly [Point, Point] {
  const of = (name: SelectedLineRange['side']): Side => (name === 'deletions' ? 'old' : 'new');
  return [
    { side: of(side), line: start },
    { side: of(endSide ?? side), line: end },
  ];
}

function rangeOf({ side, start, end }: LineChoice): SelectedLineRange {
  return { start, end, side: sideNames[side], endSide: sideNames[side] };
}

// The library keeps the keyboard away from what scrolls.
function makeReachable(element: HTMLDivElement | null, label: string): void {
  if (element === null) return;
  element.tabIndex = 0;
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', label);
}
