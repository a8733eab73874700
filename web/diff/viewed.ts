// Which files somebody has looked at. A mark is for exactly what was looked at: when the agent changes the file again, it is gone.
import { useMemo, useState } from 'react';
import type { DiffFile } from './files-of.ts';

export interface Viewed {
  readonly has: (path: string) => boolean;
  readonly toggle: (path: string) => void;
}

type Marks = Readonly<Record<string, string>>;

export function useViewed(task: string, files: readonly DiffFile[]): Viewed {
  const key = `tasklane.viewed.${task}`;
  const [marks, setMarks] = useState<Marks>(() => read(key));
  return useMemo(() => {
    const hashes = new Map(files.map((file) => [file.path, file.hash]));
    const has = (path: string): boolean => marks[path] !== undefined && marks[path] === hashes.get(path);
    const toggle = (path: string): void => {
      const { [path]: _, ...others } = marks;
      const next = has(path) ? others : { ...others, [path]: hashes.get(path) ?? '' };
      setMarks(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // They last as long as the page.
      }
    };
    return { has, toggle };
  }, [files, key, marks]);
}

function read(key: string): Marks {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Marks) : {};
  } catch {
    return {};
  }
}
