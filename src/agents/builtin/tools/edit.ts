// Replaces an exact piece of text in a file. The piece must name one place, or all are meant: a guess would edit the
// wrong one, so when it does not match the model is told precisely how, and tries again.
import { z } from 'zod';
import { nearestLines } from './nearest-lines.ts';
import { replaceFile } from './replace-file.ts';
import { readText } from './text-file.ts';
import { failed } from './tool.ts';
import type { Failed, Tool } from './tool.ts';

const Input = z.object({
  path: z.string().describe('The file, relative to the working directory.'),
  old_string: z
    .string()
    .describe(
      'The text to replace, exactly as it is in the file, with enough lines around it to be the only such place.',
    ),
  new_string: z.string().describe('What to put there.'),
  replace_all: z.boolean().optional().describe('Replace every place where old_string occurs.'),
});
type Edit = z.output<typeof Input>;

export const editTool: Tool<typeof Input> = {
  name: 'edit',
  description:
    'Replaces one exact piece of text in a file that exists (every occurrence with replace_all). Read the file first.',
  kind: 'edit',
  effect: 'edits',
  input: Input,
  view: (input) => ({ title: `Edit ${input.path}`, paths: [input.path] }),
  prepare: async (input, { workspace }) => {
    const located = await workspace.forWriting(input.path);
    if (located.kind === 'refused') return failed(located.reason);
    const file = await readText(located.absolute, input.path);
    if (file.kind === 'missing') return failed(`there is no file ${input.path}; write_file creates one`);
    if (file.kind === 'failed') return file;
    const edited = replace(file.text, input);
    if (edited.kind === 'failed') return edited;
    const diff = { path: located.relative, before: file.text, after: edited.text };
    return {
      kind: 'prepared',
      diffs: [diff],
      run: async () => {
        const refusal = await replaceFile({ ...located, workspace, before: file.text, after: edited.text });
        if (refusal !== null) return refusal;
        const places = edited.places === 1 ? '1 place' : `${edited.places} places`;
        return { kind: 'done', text: `edited ${located.relative} in ${places}`, diffs: [diff] };
      },
    };
  },
};

interface Edited {
  readonly kind: 'edited';
  readonly text: string;
  readonly places: number;
}

function replace(text: string, input: Edit): Edited | Failed {
  if (input.old_string === '') return failed('old_string is empty; use write_file to write a whole file');
  if (input.old_string === input.new_string) return failed('old_string and new_string are the same');
  const [from, to] = withLineEndsOf(text, input);
  const places = placesOf(text, from);
  if (places.length === 0)
    return failed(`old_string does not occur in ${input.path}. ${nearestLines(text, input.old_string)}`);
  if (places.length > 1 && input.replace_all !== true) {
    const lines = places.map((place) => lineOf(text, place)).join(', ');
    return failed(
      `old_string occurs ${places.length} times in ${input.path}, at lines ${lines}. Add lines around it until it is unique, or set replace_all`,
    );
  }
  return { kind: 'edited', text: text.split(from).join(to), places: places.length };
}

// Models write \n, whatever the file has; read_file shows them no difference.
function withLineEndsOf(text: string, input: Edit): readonly [string, string] {
  if (!text.includes('\r\n') || input.old_string.includes('\r\n'))
    return [input.old_string, input.new_string];
  const convert = (piece: string): string => piece.replace(/\r?\n/g, '\r\n');
  return [convert(input.old_string), convert(input.new_string)];
}

function placesOf(text: string, piece: string): readonly number[] {
  const places: number[] = [];
  let at = text.indexOf(piece);
  while (at >= 0) {
    places.push(at);
    at = text.indexOf(piece, at + piece.length);
  }
  return places;
}

function lineOf(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
