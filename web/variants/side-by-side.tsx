// The diffs of two variants beside each other, at the same place of the same file.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { DiffJson } from '../../src/api/schemas.ts';
import type { VariantJson } from '../../src/api/variant-schemas.ts';
import { useDiff } from '../data/queries.ts';
import { DiffView } from '../diff/diff-view.tsx';
import type { DiffHandle } from '../diff/diff-view.tsx';
import { filesOf } from '../diff/files-of.ts';
import type { DiffFile } from '../diff/files-of.ts';
import { useFolds } from '../review/use-folds.ts';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import type { Pair } from './best-two.ts';
import { PairList } from './pair-list.tsx';
import { pairFiles } from './pair-files.ts';
import { PairChoice } from './pair-choice.tsx';
import { useFileKeys } from './use-file-keys.ts';

export function SideBySide({
  variants,
  pair,
  onPair,
}: {
  variants: readonly VariantJson[];
  pair: Pair<VariantJson>;
  onPair: (numbers: Pair<number>) => void;
}) {
  const [first, second] = pair;
  const one = useDiff(first.id, first.head ?? '');
  const other = useDiff(second.id, second.head ?? '');
  const error = one.error ?? other.error;
  const retry = (): void => void Promise.all([one.refetch(), other.refetch()]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PairChoice
        variants={variants}
        pair={pair}
        onPair={onPair}
        bases={[one.data?.base, other.data?.base]}
      />
      {error !== null && <Trouble error={error} onRetry={retry} />}
      {error === null && (one.data === undefined || other.data === undefined) && (
        <div className="flex-1" aria-busy />
      )}
      {one.data !== undefined && other.data !== undefined && (
        <Diffs key={`${one.data.head} ${other.data.head}`} pair={pair} diffs={[one.data, other.data]} />
      )}
    </div>
  );
}

function Diffs({ pair, diffs: [one, other] }: { pair: Pair<VariantJson>; diffs: Pair<DiffJson> }) {
  const first = useMemo(() => filesOf(one), [one]);
  const second = useMemo(() => filesOf(other), [other]);
  const files = useMemo(() => pairFiles(first, second), [first, second]);
  const [current, setCurrent] = useState<string | null>(
    () => (files.find(({ likeness }) => likeness !== 'same') ?? files[0])?.path ?? null,
  );
  const views = [useRef<DiffHandle>(null), useRef<DiffHandle>(null)] as const;
  /** The column that a person moves: the other one follows it. */
  const leader = useRef<0 | 1 | null>(null);
  const startsFolded = useMemo(() => {
    const folded = new Set([
      ...files.filter(({ likeness }) => likeness === 'same').map(({ path }) => path),
      ...[...first, ...second].filter((file) => file.isGenerated).map((file) => file.path),
    ]);
    return (path: string) => folded.has(path);
  }, [files, first, second]);
  const folds = useFolds(startsFolded);
  const show = useCallback(
    (path: string): void => {
      leader.current = null;
      setCurrent(path);
      for (const view of views) view.current?.scrollTo(path);
    },
    // The two are refs.
    // oxlint-disable-next-line exhaustive-deps
    [],
  );
  useFileKeys(files, current, show);
  const column = (at: 0 | 1, own: readonly DiffFile[]) => (
    <Column key={at} variant={pair[at]} onLead={() => (leader.current = at)}>
      {own.length === 0 ? (
        <Empty title="Nothing was changed" />
      ) : (
        <DiffView
          ref={views[at]}
          label={`Diff of #${pair[at].number}`}
          files={own}
          layout="unified"
          isFolded={folds.isFolded}
          onFold={(path) => folds.set(path, !folds.isFolded(path))}
          onScroll={(place) => {
            if (leader.current !== at) return;
            setCurrent(place.path);
            views[at === 0 ? 1 : 0].current?.bringTo(place);
          }}
        />
      )}
    </Column>
  );
  return (
    // On a phone there is no room for all of it at once: the page scrolls from one to the other.
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto md:flex-row md:overflow-hidden">
      <PairList files={files} pair={pair} current={current} onShow={show} />
      <div className="divide-line flex min-w-0 flex-1 flex-col divide-y md:min-h-0 md:flex-row md:divide-x md:divide-y-0">
        {column(0, first)}
        {column(1, second)}
      </div>
    </div>
  );
}

function Column({
  variant,
  onLead,
  children,
}: {
  variant: VariantJson;
  onLead: () => void;
  children: React.ReactNode;
}) {
  return (
    <section
      aria-label={`Work of #${variant.number}`}
      className="flex h-[55svh] min-w-0 shrink-0 flex-col md:h-auto md:min-h-0 md:flex-1"
      onPointerDown={onLead}
      onWheel={onLead}
      onKeyDown={onLead}
      onTouchStart={onLead}
    >
      <h3 className="untrusted border-line truncate border-b px-3 py-1.5 text-sm font-medium">
        #{variant.number} {variant.name}
        <span className="text-muted font-normal"> · {variant.agent}</span>
      </h3>
      {children}
    </section>
  );
}
