// The files of a diff as the viewer wants them. Reading a patch of 50,000 lines takes a third of a second, so the first files are
// read at once and the others in slices between frames; what was read is kept.
import { parsePatchFiles } from '@pierre/diffs';
import type { FileDiffMetadata } from '@pierre/diffs';
import { useEffect, useState } from 'react';
import type { DiffFile } from './files-of.ts';

export interface ParsedFile {
  readonly file: DiffFile;
  readonly diff: FileDiffMetadata;
}

/** Before the first paint, and in each slice after it; milliseconds. */
const firstMs = 60;
const sliceMs = 12;

export function useParsed(files: readonly DiffFile[]): readonly ParsedFile[] {
  const [parsed, setParsed] = useState<Progress>(() => read(begin(files), firstMs));
  // Other files: what is shown of the ones before is never shown for them.
  const now = parsed.files === files ? parsed : read(begin(files), firstMs);
  useEffect(() => {
    if (now !== parsed) setParsed(now);
    if (now.next >= files.length) return undefined;
    const timer = setTimeout(() => setParsed(read(now, sliceMs)));
    return () => clearTimeout(timer);
  }, [now, parsed, files]);
  return now.done;
}

interface Progress {
  readonly files: readonly DiffFile[];
  readonly next: number;
  readonly done: readonly ParsedFile[];
}

function begin(files: readonly DiffFile[]): Progress {
  return { files, next: 0, done: [] };
}

function read({ files, next, done }: Progress, ms: number): Progress {
  const deadline = performance.now() + ms;
  const more: ParsedFile[] = [];
  let index = next;
  do {
    const file = files[index];
    if (file === undefined) break;
    // A patch of one file is one file; one without lines, such as of a file whose white space alone changed, is none.
    const diff = file.patch === '' ? undefined : parsePatchFiles(file.patch)[0]?.files[0];
    if (diff !== undefined) more.push({ file, diff });
    index += 1;
  } while (performance.now() < deadline);
  return { files, next: Math.min(index, files.length), done: [...done, ...more] };
}
