// Finds text in the files of the workspace.
import { z } from 'zod';
import { matchPath } from './match-path.ts';
import { ripgrep } from './ripgrep.ts';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const defaultLimit = 200;

const Input = z.object({
  pattern: z.string().min(1).describe('A regular expression, as ripgrep takes it.'),
  path: z.string().optional().describe('The folder or file to search in; without it the working directory.'),
  glob: z.string().optional().describe('Search only files whose path fits, such as *.ts or src/**/*.css.'),
  ignore_case: z.boolean().optional(),
  limit: z.number().int().min(1).max(2000).optional().describe(`Lines to show; without it ${defaultLimit}.`),
});
type Query = z.output<typeof Input>;

export const grepSearchTool: Tool<typeof Input> = {
  name: 'grep_search',
  description:
    'Finds lines that match a regular expression, as path:line:text. Files ignored by git are not searched.',
  kind: 'search',
  effect: 'free',
  input: Input,
  view: (input) => ({
    title: `Search for ${input.pattern}${input.path === undefined ? '' : ` in ${input.path}`}`,
    paths: input.path === undefined ? [] : [input.path],
  }),
  prepare: async (input, { workspace }) => {
    const located = await workspace.forReading(input.path ?? '.');
    if (located.kind === 'refused') return failed(located.reason);
    return justRun(async (_progress, signal) => {
      const found = await ripgrep(argumentsFor(input, located.relative), { cwd: workspace.root, signal });
      if (found.kind === 'error') return failed(found.output);
      return report(input, found.output, found.isCut);
    });
  },
};

function argumentsFor(input: Query, path: string): readonly string[] {
  return [
    '--line-number',
    '--no-heading',
    '--with-filename',
    // The path ends with a NUL, since it may itself hold a colon.
    '--null',
    '--max-columns=400',
    '--max-columns-preview',
    ...(input.ignore_case === true ? ['--ignore-case'] : []),
    `--regexp=${input.pattern}`,
    '--',
    path,
  ];
}

function report(input: Query, output: string, isCut: boolean): Outcome {
  const lines = output
    .split('\n')
    .map((line) => line.split('\0'))
    .filter(([path, match]) => path !== undefined && match !== undefined)
    .map(([path = '', match = '']) => ({ path: path.replace(/^\.\//, ''), match }))
    .filter(({ path }) => input.glob === undefined || matchPath(path, input.glob));
  const limit = input.limit ?? defaultLimit;
  if (lines.length === 0) return { kind: 'done', text: 'no line matches' };
  const text = lines
    .slice(0, limit)
    .map(({ path, match }) => `${path}:${match}`)
    .join('\n');
  if (lines.length <= limit && !isCut) return { kind: 'done', text };
  const total = isCut ? `more than ${lines.length}` : String(lines.length);
  return {
    kind: 'done',
    text: `${text}\n\n[the first ${Math.min(limit, lines.length)} of ${total} matching lines; search for something narrower, or in a folder]`,
  };
}
