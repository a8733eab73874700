// What one tool call changed in one file.
import { MultiFileDiff } from '@pierre/diffs/react';
import { useMemo } from 'react';
import type { FileDiff } from './file-diff.ts';
import { Highlighting } from './highlighting.tsx';
import { diffOptions } from './options.ts';

export function SmallDiff({ diff }: { diff: FileDiff }) {
  const [before, after] = useMemo(
    () => [
      { name: diff.path, contents: diff.before ?? '' },
      { name: diff.path, contents: diff.after },
    ],
    [diff],
  );
  if (before === undefined || after === undefined) return null;
  return (
    <Highlighting>
      <div className="diff-colours border-line max-h-[60vh] overflow-auto rounded-lg border">
        <MultiFileDiff oldFile={before} newFile={after} options={options} />
      </div>
    </Highlighting>
  );
}

const options = { ...diffOptions, diffStyle: 'unified' } as const;
