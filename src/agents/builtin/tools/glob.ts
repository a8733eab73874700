// Finds files by their names.
import { z } from 'zod';
import { matchPath } from './match-path.ts';
import { ripgrep } from './ripgrep.ts';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const maxFiles = 500;

const Input = z.object({
  pattern: z.string().min(1).describe('A glob such as *.ts (in any folder) or src/**/*.test.ts.'),
  path: z.string().optional().describe('The folder to look in; without it the working directory.'),
});

export const globTool: Tool<typeof Input> = {
  name: 'glob',
  description: `Finds files whose path fits a glob, up to ${maxFiles}. Files ignored by git are left out.`,
  kind: 'search',
  effect: 'free',
  input: Input,
  view: (input) => ({
    title: `Find ${input.pattern}${input.path === undefined ? '' : ` in ${input.path}`}`,
    paths: input.path === undefined ? [] : [input.path],
  }),
  prepare: async (input, { workspace }) => {
    const located = await workspace.forReading(input.path ?? '.');
    if (located.kind === 'refused') return failed(located.reason);
    return justRun(async (_progress, signal) => {
      const found = await ripgrep(['--files', '--', located.relative], { cwd: workspace.root, signal });
      if (found.kind === 'error') return failed(found.output);
      const folder = located.relative === '.' ? '' : `${located.relative}/`;
      return report(input.pattern, folder, found.output);
    });
  },
};

function report(pattern: string, folder: string, output: string): Outcome {
  const files = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\.\//, ''))
    .filter((path) => matchPath(path.slice(folder.length), pattern));
  if (files.length === 0) return { kind: 'done', text: 'no file fits' };
  const text = files.slice(0, maxFiles).join('\n');
  if (files.length <= maxFiles) return { kind: 'done', text };
  return {
    kind: 'done',
    text: `${text}\n\n[the first ${maxFiles} of ${files.length} files; use a narrower pattern]`,
  };
}
