// What a scripted model says: a script is a list of steps, one per turn of the model. Scripts are data, so that the
// quickstart, the tests and a person trying an agent by hand use the same files (README.md beside this shows the format).
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';

// A list of lines keeps a file's text readable inside JSON.
const Text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]);

const Action = z.union([
  z.strictObject({ write: z.strictObject({ path: z.string(), content: Text }) }),
  z.strictObject({ edit: z.strictObject({ path: z.string(), find: Text, replace: Text }) }),
  z.strictObject({ read: z.strictObject({ path: z.string() }) }),
  z.strictObject({ shell: z.strictObject({ command: Text }) }),
  z.strictObject({ call: z.strictObject({ match: z.string(), args: z.record(z.string(), z.unknown()) }) }),
]);

const Times = z.number().int().positive();
export const Step = z.strictObject({
  say: Text.optional(),
  do: z.array(Action).optional(),
  /** Answers with an HTTP error: always, or only the first `times` requests of this script, step and `run`. */
  fail: z
    .strictObject({
      status: z.number().int().min(400).max(599),
      times: Times.optional(),
      message: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** Resets the connection instead of an answer (ECONNRESET): always, or only the first `times`. */
  reset: z.union([z.literal(true), z.strictObject({ times: Times })]).optional(),
  /** Says its words, then neither goes on nor ends: always, or only the first `times`. */
  hang: z.union([z.literal(true), z.strictObject({ times: Times })]).optional(),
  /** Says its words, then drops the connection: always, or only the first `times`. */
  cut: z.union([z.literal(true), z.strictObject({ times: Times })]).optional(),
  delayMs: z.number().nonnegative().optional(),
  wordDelayMs: z.number().nonnegative().optional(),
});
const Script = z.array(Step).min(1);

export type Action = z.output<typeof Action>;
export type Step = z.output<typeof Step>;
/** Scripts by name, as they are written: a text may be a list of lines. */
export type Scripts = Readonly<Record<string, readonly z.input<typeof Step>[]>>;
export type ParsedScripts = ReadonlyMap<string, readonly Step[]>;

/** Throws for a step with an unknown key or a wrong value, naming the script and the place in it. */
export function parseScripts(scripts: Readonly<Record<string, unknown>>): ParsedScripts {
  return new Map(Object.entries(scripts).map(([name, script]) => [name, parseScript(name, script)]));
}

/** Every `NAME.json` of a folder, as the script NAME. */
export async function loadScripts(dir: string): Promise<Scripts> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.json')).sort();
  const read = async (file: string): Promise<[string, Scripts[string]]> => {
    const text = await readFile(join(dir, file), 'utf8');
    const name = basename(file, '.json');
    return [name, parseScript(name, JSON.parse(text))];
  };
  return Object.fromEntries(await Promise.all(files.map(read)));
}

function parseScript(name: string, script: unknown): readonly Step[] {
  const parsed = Script.safeParse(script);
  if (!parsed.success) throw new Error(`script ${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
