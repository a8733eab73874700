// Creates a file or replaces one whole.
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';
import { readText } from './text-file.ts';
import { failed } from './tool.ts';
import type { Tool } from './tool.ts';

const Input = z.object({
  path: z.string().describe('The file, relative to the working directory. Missing folders are made.'),
  content: z.string().describe('Everything that shall be in the file.'),
});

export const writeFileTool: Tool<typeof Input> = {
  name: 'write_file',
  description:
    'Creates a file, or replaces the whole content of one. Use edit for changes to a file that exists.',
  kind: 'edit',
  effect: 'edits',
  input: Input,
  view: (input) => ({ title: `Write ${input.path}`, paths: [input.path] }),
  prepare: async (input, { workspace }) => {
    const located = await workspace.forWriting(input.path);
    if (located.kind === 'refused') return failed(located.reason);
    const before = await readText(located.absolute, input.path);
    if (before.kind === 'failed') return before;
    const diff = {
      path: located.relative,
      before: before.kind === 'text' ? before.text : null,
      after: input.content,
    };
    return {
      kind: 'prepared',
      diffs: [diff],
      run: async () => {
        const refusal = await replaceFile({ ...located, workspace, before: diff.before, after: diff.after });
        if (refusal !== null) return refusal;
        const lines = input.content.split('\n').length - (input.content.endsWith('\n') ? 1 : 0);
        const verb = before.kind === 'text' ? 'replaced' : 'created';
        return {
          kind: 'done',
          text: `${verb} ${located.relative} (${lines} ${lines === 1 ? 'line' : 'lines'})`,
          diffs: [diff],
        };
      },
    };
  },
};
