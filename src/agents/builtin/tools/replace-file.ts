// Writes a file that is still as it was when the change was thought out. Between the two a person may have been asked, and
// a subagent may have worked on the same file.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Workspace } from '../workspace.ts';
import { readText } from './text-file.ts';
import { failed } from './tool.ts';
import type { Failed } from './tool.ts';

export interface Replacement {
  readonly workspace: Workspace;
  readonly absolute: string;
  readonly relative: string;
  /** Null: there was no such file. */
  readonly before: string | null;
  readonly after: string;
}

/** Null when it is written. */
export async function replaceFile(change: Replacement): Promise<Failed | null> {
  const { workspace, absolute, relative, before, after } = change;
  return workspace.alone(absolute, async () => {
    const now = await readText(absolute, relative);
    if ((now.kind === 'text' ? now.text : null) !== before)
      return failed(
        `${relative} was changed by somebody else meanwhile; read it again, then repeat the change`,
      );
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, after);
    return null;
  });
}
