// Which files of a diff are folded: those that were viewed, and those that a program wrote, until somebody says otherwise.
import { useCallback, useMemo, useState } from 'react';
import type { DiffFile } from '../diff/files-of.ts';
import type { Viewed } from '../diff/viewed.ts';

export interface Folds {
  readonly isFolded: (path: string) => boolean;
  readonly set: (path: string, isFolded: boolean) => void;
}

export function useFolds(files: readonly DiffFile[], viewed: Viewed): Folds {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const generated = useMemo(
    () => new Set(files.filter((file) => file.isGenerated).map((file) => file.path)),
    [files],
  );
  const isFolded = useCallback(
    (path: string) => chosen.get(path) ?? (viewed.has(path) || generated.has(path)),
    [chosen, viewed, generated],
  );
  const set = useCallback(
    (path: string, next: boolean) => setChosen((before) => new Map([...before, [path, next]])),
    [],
  );
  return useMemo(() => ({ isFolded, set }), [isFolded, set]);
}
