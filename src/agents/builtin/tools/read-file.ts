// Shows the model a file, a part at a time: a long file must not fill its memory at once.
import { z } from 'zod';
import { readText } from './text-file.ts';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const maxLines = 2000;
const maxChars = 50_000;
const maxLineChars = 2000;

const Input = z.object({
  path: z.string().describe('The file, relative to the working directory.'),
  offset: z.number().int().min(1).optional().describe('The first line to read, counted from 1.'),
  limit: z.number().int().min(1).max(maxLines).optional().describe('How many lines to read.'),
});

export const readFileTool: Tool<typeof Input> = {
  name: 'read_file',
  description: `Reads a text file. Up to ${maxLines} lines at once; use offset and limit to read on. The text is given as it is, without line numbers.`,
  kind: 'read',
  effect: 'free',
  input: Input,
  view: (input) => ({ title: `Read ${input.path}`, paths: [input.path] }),
  prepare: async (input, { workspace }) => {
    const located = await workspace.forReading(input.path);
    if (located.kind === 'refused') return failed(located.reason);
    return justRun(async () => {
      const file = await readText(located.absolute, input.path);
      if (file.kind === 'missing') return failed(`there is no file ${input.path}; find its name with glob`);
      return file.kind === 'failed' ? file : part(file.text, input);
    });
  },
};

function part(text: string, input: z.output<typeof Input>): Outcome {
  if (text === '') return { kind: 'done', text: '(the file is empty)' };
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const first = (input.offset ?? 1) - 1;
  if (first >= lines.length)
    return failed(`${input.path} has ${lines.length} lines; there is no line ${first + 1}`);
  const shown = fitting(lines.slice(first, first + (input.limit ?? maxLines)));
  const last = first + shown.length;
  const body = shown.join('\n');
  if (first === 0 && last === lines.length) return { kind: 'done', text: body };
  const rest = last < lines.length ? `; read on with offset ${last + 1}` : '';
  return { kind: 'done', text: `${body}\n\n[lines ${first + 1}-${last} of ${lines.length}${rest}]` };
}

function fitting(lines: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let size = 0;
  for (const line of lines) {
    const cut = cutLine(line);
    size += cut.length + 1;
    if (size > maxChars && shown.length > 0) break;
    shown.push(cut);
  }
  return shown;
}

function cutLine(line: string): string {
  if (line.length <= maxLineChars) return line;
  return `${line.slice(0, maxLineChars)} [this line has ${line.length} characters; the rest is cut]`;
}
