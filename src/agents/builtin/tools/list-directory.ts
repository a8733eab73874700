// What is in one folder.
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const maxEntries = 500;

const Input = z.object({
  path: z.string().optional().describe('The folder; without it the working directory.'),
});

export const listDirectoryTool: Tool<typeof Input> = {
  name: 'list_directory',
  description: 'Lists what is in a folder: folders first, each with a slash at its end, then files.',
  kind: 'read',
  effect: 'free',
  input: Input,
  view: (input) => ({ title: `List ${input.path ?? '.'}`, paths: [input.path ?? '.'] }),
  prepare: async (input, { workspace }) => {
    const path = input.path ?? '.';
    const located = await workspace.forReading(path);
    if (located.kind === 'refused') return failed(located.reason);
    return justRun(() => list(located.absolute, path));
  },
};

async function list(absolute: string, path: string): Promise<Outcome> {
  const entries = await readdir(absolute, { withFileTypes: true }).catch(notAFolder);
  if (entries === null) return failed(`there is no folder ${path}`);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => `${entry.name}/`);
  const others = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => (entry.isSymbolicLink() ? `${entry.name} (symbolic link)` : entry.name));
  const names = [...folders.sort(), ...others.sort()];
  if (names.length === 0) return { kind: 'done', text: '(the folder is empty)' };
  const text = names.slice(0, maxEntries).join('\n');
  if (names.length <= maxEntries) return { kind: 'done', text };
  return {
    kind: 'done',
    text: `${text}\n\n[the first ${maxEntries} of ${names.length} entries; find others with glob]`,
  };
}

function notAFolder(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return null;
  throw error;
}
