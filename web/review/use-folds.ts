// Which files of a diff are folded: until somebody says otherwise, those of which that is to be expected.
import { useCallback, useMemo, useState } from 'react';
import type { DiffFile } from '../diff/files-of.ts';
import type { Viewed } from '../diff/viewed.ts';

export interface Folds {
  readonly isFolded: (path: string) => boolean;
  readonly set: (path: string, isFolded: boolean) => void;
}

/** `startsFolded` stays the same function as long as it answers the same. */
export function useFolds(startsFolded: (path: string) => boolean): Folds {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isFolded = useCallback(
    (path: string) => chosen.get(path) ?? startsFolded(path),
    [chosen, startsFolded],
  );
  const set = useCallback(
    (path: string, next: boolean) => setChosen((before) => new Map([...before, [path, next]])),
    [],
  );
  return useMemo(() => ({ isFolded, set }), [isFolded, set]);
}

/** Those that were viewed, and those that a program wrote. */
export function useReadFolds(files: readonly DiffFile[], viewed: Viewed): Folds {
  const generated = useMemo(
    () => new Set(files.filter((file) => file.isGenerated).map((file) => file.path)),
    [files],
  );
  return useFolds(
    useCallback((path: string) => viewed.has(path) || generated.has(path), [viewed, generated]),
  );
}
