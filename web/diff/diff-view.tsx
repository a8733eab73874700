// The diff, virtualised and coloured in workers. Everything that we use of the library is in this folder.
import { parsePatchFiles } from '@pierre/diffs';
import { CodeView } from '@pierre/diffs/react';
import type { CodeViewHandle } from '@pierre/diffs/react';
import type { CodeViewItem } from '@pierre/diffs';
import { useImperativeHandle, useMemo, useRef } from 'react';
import type { Ref } from 'react';
import type { Viewed } from './viewed.ts';
import type { DiffFile } from './files-of.ts';
import { Highlighting } from './highlighting.tsx';
import { diffOptions } from './options.ts';

export interface DiffHandle {
  readonly scrollTo: (path: string) => void;
}

export function DiffView({
  ref,
  files,
  layout,
  viewed,
}: {
  ref: Ref<DiffHandle>;
  files: readonly DiffFile[];
  layout: 'split' | 'unified';
  viewed: Viewed;
}) {
  const view = useRef<CodeViewHandle<undefined, undefined>>(null);
  useImperativeHandle(ref, () => ({
    scrollTo: (path) => view.current?.scrollTo({ type: 'item', id: path, align: 'start' }),
  }));
  const items = useMemo(() => itemsOf(files), [files]);
  const shown = useMemo(
    () =>
      items.map((item) => {
        const collapsed = viewed.has(item.id);
        return { ...item, collapsed, version: (item.version ?? 0) + (collapsed ? 1 : 0) };
      }),
    [items, viewed],
  );
  const options = useMemo(() => ({ ...diffOptions, diffStyle: layout, stickyHeaders: true }), [layout]);
  return (
    <Highlighting>
      <CodeView
        ref={view}
        items={shown}
        options={options}
        containerRef={makeReachable}
        className="diff-view min-h-0 flex-1 overflow-auto"
      />
    </Highlighting>
  );
}

// The library keeps the keyboard away from what scrolls.
function makeReachable(element: HTMLDivElement | null): void {
  if (element === null) return;
  element.tabIndex = 0;
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', 'Diff');
}

function itemsOf(files: readonly DiffFile[]): readonly CodeViewItem<undefined>[] {
  return files.flatMap((file) =>
    parsePatchFiles(file.patch).flatMap((patch) =>
      patch.files.map((fileDiff) => ({ id: file.path, type: 'diff' as const, fileDiff, version: 0 })),
    ),
  );
}
