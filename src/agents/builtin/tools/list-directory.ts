// What is in one folder. What git ignores is named apart: it is seldom what one looks for, and yet good to know of.
import { readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ripgrep } from './ripgrep.ts';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const maxEntries = 500;
const maxIgnored = 50;

const Input = z.object({
  path: z.string().optional().describe('The folder; without it the working directory.'),
});

export const listDirectoryTool: Tool<typeof Input> = {
  name: 'list_directory',
  description:
    'Lists what is in a folder: folders first, each with a slash at its end, then files; at the end what git ignores there.',
  kind: 'read',
  effect: 'free',
  input: Input,
  view: (input) => ({ title: `List ${input.path ?? '.'}`, paths: [input.path ?? '.'] }),
  prepare: async (input, { workspace }) => {
    const path = input.path ?? '.';
    const located = await workspace.forReading(path);
    if (located.kind === 'refused') return failed(located.reason);
    return justRun((_progress, signal) =>
      list({ absolute: located.absolute, relative: located.relative, root: workspace.root, path }, signal),
    );
  },
};

interface Folder {
  readonly absolute: string;
  /** From the root, with `/`; `.` for the root itself. */
  readonly relative: string;
  readonly root: string;
  /** As the model calls it. */
  readonly path: string;
}

async function list(folder: Folder, signal: AbortSignal): Promise<Outcome> {
  const entries = await readdir(folder.absolute, { withFileTypes: true }).catch(notAFolder);
  if (entries === null) return failed(`there is no folder ${folder.path}`);
  if (entries.length === 0) return { kind: 'done', text: '(the folder is empty)' };
  const ignored = await ignoredIn(folder, entries, signal);
  const shown = shownNames(entries.filter((entry) => !ignored.has(entry.name)));
  const hidden = shownNames(entries.filter((entry) => ignored.has(entry.name)));
  // Somebody who asks for a folder that is ignored as a whole wants to see it.
  const [names, apart] = shown.length === 0 ? [hidden, []] : [shown, hidden];
  const notes = [
    ...(names.length > maxEntries
      ? [`[the first ${maxEntries} of ${names.length} entries; find others with glob]`]
      : []),
    ...(apart.length > 0 ? [`[ignored by git: ${listed(apart)}]`] : []),
  ];
  return { kind: 'done', text: [names.slice(0, maxEntries).join('\n'), ...notes].join('\n\n') };
}

function shownNames(entries: readonly Dirent[]): readonly string[] {
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => `${entry.name}/`);
  const others = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => (entry.isSymbolicLink() ? `${entry.name} (symbolic link)` : entry.name));
  return [...folders.sort(), ...others.sort()];
}

function listed(names: readonly string[]): string {
  const left = names.length - maxIgnored;
  return names.slice(0, maxIgnored).join(', ') + (left > 0 ? `, … and ${left} more` : '');
}

// A file is ignored when ripgrep, which knows .gitignore, does not name it; a folder, when it names nothing in it although
// there is something.
async function ignoredIn(
  folder: Folder,
  entries: readonly Dirent[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = await ripgrep(['--files', '--', folder.relative], { cwd: folder.root, signal });
  if (found.kind === 'error' || found.isCut) return new Set();
  const prefix = folder.relative === '.' ? '' : `${folder.relative}/`;
  const seen = new Set(
    found.output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/^\.\//, '').slice(prefix.length).split('/')[0] ?? ''),
  );
  const candidates = entries.filter(({ name }) => !seen.has(name));
  const isIgnored = async (entry: Dirent): Promise<boolean> => {
    if (entry.isDirectory()) return (await readdir(join(folder.absolute, entry.name))).length > 0;
    // Links and pipes it never names.
    return entry.isFile();
  };
  const verdicts = await Promise.all(candidates.map((entry) => isIgnored(entry).catch(() => false)));
  return new Set(candidates.filter((_, index) => verdicts[index]).map(({ name }) => name));
}

function notAFolder(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return null;
  throw error;
}
