// The flags that say what a subagent is like, and what they become in a request. `--file` gives the whole of it.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { SubagentEditJson } from '../api/subagent-schemas.ts';
import { AppError, messageOf } from '../api/errors.ts';
import type { Context } from './context.ts';
import { append } from './flags.ts';
import { readAll } from './prompt-text.ts';

export interface SubagentFields {
  readonly description?: string;
  readonly prompt?: string;
  readonly file?: string;
  readonly tool?: readonly string[];
  readonly disallow?: readonly string[];
  readonly model?: string;
  readonly temperature?: number;
  readonly maxTurns?: number;
  readonly maxTime?: number;
  readonly maxTokens?: number;
  readonly terminateMode?: 'graceful' | 'immediate';
  readonly isolation?: 'shared' | 'own';
  readonly color?: string;
}

export function withSubagentFields(command: Command): Command {
  return command
    .option('--description <text>', 'when to use it: the model chooses by this')
    .option('--prompt <text>', 'its system prompt; - reads it from standard input')
    .option('-f, --file <file>', 'take everything from this Markdown file; - is standard input')
    .option('--tool <name>', 'a tool it may use, or a pattern (again for more; default: all)', append)
    .option('--disallow <name>', 'a tool it may not use (again for more)', append)
    .option('--model <model>', 'provider/id, or an id of the provider of the agent (default: its model)')
    .option('--temperature <number>', 'from 0 to 2', number)
    .option('--max-turns <number>', 'answers of the model', number)
    .option('--max-time <minutes>', 'minutes that it may take', number)
    .option('--max-tokens <number>', 'tokens sent and received', number)
    .option('--terminate-mode <mode>', 'at a limit: graceful (sum up) or immediate', mode)
    .addOption(
      new Option(
        '--isolation <where>',
        "where it works: in the agent's copy (shared), or one of its own",
      ).choices(['shared', 'own']),
    )
    .option('--color <color>', 'for views');
}

/** Throws `invalid_input` for a file that cannot be read. */
export async function fieldsFrom(context: Context, flags: SubagentFields): Promise<SubagentEditJson> {
  if (flags.file !== undefined) return { content: await readText(context, flags.file) };
  const { description, model, temperature, isolation, color } = flags;
  const prompt = flags.prompt === '-' ? await readAll(context.stdin) : flags.prompt;
  const all = {
    description,
    model,
    temperature,
    isolation,
    color,
    system_prompt: prompt,
    tools: flags.tool === undefined ? undefined : [...flags.tool],
    disallowed_tools: flags.disallow === undefined ? undefined : [...flags.disallow],
    max_turns: flags.maxTurns,
    max_time_minutes: flags.maxTime,
    max_tokens: flags.maxTokens,
    terminate_mode: flags.terminateMode,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** `-` is standard input. */
export async function readText(context: Context, file: string): Promise<string> {
  if (file === '-') return readAll(context.stdin);
  try {
    return await readFile(resolve(context.cwd, file), 'utf8');
  } catch (error) {
    throw new AppError('invalid_input', `${file} cannot be read: ${messageOf(error)}`, {
      next: 'Name a Markdown file.',
      cause: error,
    });
  }
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number.');
}

function mode(text: string): 'graceful' | 'immediate' {
  if (text === 'graceful' || text === 'immediate') return text;
  throw new InvalidArgumentError('It must be graceful or immediate.');
}
