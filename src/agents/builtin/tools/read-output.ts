// Reads on in what a command printed: one in the background, or one whose output was cut.
import { stripVTControlCharacters as stripAnsi } from 'node:util';
import { z } from 'zod';
import { sleep } from '../../../lib/sleep.ts';
import type { BackgroundCommand, Commands, KeptOutput } from './commands.ts';
import { failed, justRun } from './tool.ts';
import type { Outcome, Tool } from './tool.ts';

const defaultLimit = 15_000;
const maxLimit = 30_000;
const maxWait = 60;
const lookEveryMs = 100;

const Input = z.object({
  id: z
    .string()
    .describe('As the command gave it: bg-… for one in the background, out-… for one that was cut.'),
  offset: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('The first character; without it the newest part that fits.'),
  limit: z.number().int().min(1).max(maxLimit).optional().describe(`Without it ${defaultLimit} characters.`),
  wait_seconds: z
    .number()
    .min(0)
    .max(maxWait)
    .optional()
    .describe('Waits until the command prints more, or ends, at most so long. Only in the background.'),
});
type Query = z.output<typeof Input>;

export const readOutputTool: Tool<typeof Input> = {
  name: 'read_output',
  description:
    'Reads what a command in the background has printed so far and whether it still runs, or the part of an output that was cut.',
  kind: 'read',
  effect: 'free',
  input: Input,
  view: (input) => ({ title: `Read the output of ${input.id}`, paths: [] }),
  prepare: (input, { commands }) =>
    Promise.resolve(justRun((_progress, signal) => read(commands, input, signal))),
};

async function read(commands: Commands, input: Query, signal: AbortSignal): Promise<Outcome> {
  const found = commands.find(input.id);
  if (found === undefined)
    return failed(`there is no output ${input.id}; only the newest are kept, and none after the session`);
  if ('command' in found) await waitFor(found, input, signal);
  const limit = input.limit ?? defaultLimit;
  const { output } = found;
  const part = output.read(input.offset ?? output.end - limit, limit);
  const text = stripAnsi(part.text).trimEnd();
  const lost =
    (input.offset ?? part.from) < part.from ? `; what came before ${part.from} is no longer kept` : '';
  const rest = part.to < output.end ? `; read on with offset ${part.to}` : '';
  const place = `characters ${part.from}-${part.to} of ${output.end}${lost}${rest}`;
  return { kind: 'done', text: `${text === '' ? '(nothing)' : text}\n\n[${place}${stateOf(found)}]` };
}

// Until there is more than was asked from, or than there was.
async function waitFor(command: BackgroundCommand, input: Query, signal: AbortSignal): Promise<void> {
  const from = input.offset ?? command.output.end;
  const until = performance.now() + (input.wait_seconds ?? 0) * 1000;
  while (command.end === null && command.output.end <= from && performance.now() < until)
    await sleep(lookEveryMs, signal);
}

function stateOf(found: KeptOutput | BackgroundCommand): string {
  if (!('command' in found)) return '';
  const seconds = Math.round(found.ranMs / 1000);
  return found.end === null
    ? `; ${found.id} has been running for ${seconds} s`
    : `; ${found.id} ${found.end} after ${seconds} s`;
}
