// The tool `task`: hands a part of the work to a subagent. What it says of itself, and which subagents it lets one choose
// from, follow the files as they are at each request.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { SubagentError } from '../../../domain/subagent/error.ts';
import { taskTool as name } from '../../../domain/subagent/tools.ts';
import { findSubagent } from '../../../domain/subagent.ts';
import type { FoundSubagent, SubagentList } from '../../../domain/subagent.ts';
import { messageOf } from '../../../domain/errors.ts';
import { fill } from '../../../lib/template.ts';
import { failed, justRun } from '../tools/tool.ts';
import type { Outcome, Running, Tool } from '../tools/tool.ts';

export interface TaskParams {
  /** What the task is, in three to five words. */
  readonly description: string;
  readonly prompt: string;
  readonly subagent_type: string;
}

export interface TaskToolDeps {
  readonly list: () => Promise<SubagentList>;
  /** One run to its end. Rejects with the signal's reason when that aborts. */
  readonly run: (
    subagent: FoundSubagent,
    params: TaskParams,
    running: Running,
    signal: AbortSignal,
  ) => Promise<Outcome>;
}

const parameters = ['description', 'prompt', 'subagent_type'] as const;

// Checked by hand below, because agents of this kind share the words in which it is refused.
const Input = z.looseObject({
  description: z.unknown().optional(),
  prompt: z.unknown().optional(),
  subagent_type: z.unknown().optional(),
});

/** As the subagents are now. */
export async function taskTool(deps: TaskToolDeps): Promise<Tool<typeof Input>> {
  const { subagents } = await deps.list();
  return {
    name,
    description: await describe(subagents),
    kind: 'other',
    // It changes nothing by itself: whatever its subagent does is asked about there.
    effect: 'free',
    input: Input,
    schema: schemaFor(subagents),
    view: (input) => ({ title: titleOf(input), paths: [] }),
    prepare: async (input) => {
      const params = check(input);
      if (typeof params === 'string') return failed(params);
      if (findSubagent(subagents, params.subagent_type) === undefined)
        return failed(
          `Subagent "${params.subagent_type}" not found. Available subagents: ${namesOf(subagents)}`,
        );
      return justRun((_progress, signal, running) => start(deps, params, running, signal));
    },
  };
}

// The file may be gone since the model was told of it.
async function start(
  deps: TaskToolDeps,
  params: TaskParams,
  running: Running,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await deps.run(require((await deps.list()).subagents, params), params, running, signal);
  } catch (error) {
    signal.throwIfAborted();
    return failed(
      error instanceof SubagentError ? error.message : `Failed to run subagent: ${messageOf(error)}`,
    );
  }
}

function require(subagents: readonly FoundSubagent[], params: TaskParams): FoundSubagent {
  const wanted = params.subagent_type;
  const found = findSubagent(subagents, wanted);
  if (found === undefined) throw new SubagentError('NOT_FOUND', wanted, `Subagent "${wanted}" not found`);
  return found;
}

function check(input: Readonly<Record<string, unknown>>): TaskParams | string {
  for (const key of parameters) {
    const value = input[key];
    if (typeof value !== 'string' || value.trim() === '')
      return `Parameter "${key}" must be a non-empty string.`;
  }
  const known: readonly string[] = parameters;
  const unknown = Object.keys(input).find((key) => !known.includes(key));
  if (unknown !== undefined)
    return `Parameter "${unknown}" is not known. The parameters are ${parameters.join(', ')}.`;
  const { description, prompt, subagent_type } = input;
  return {
    description: String(description).trim(),
    prompt: String(prompt),
    subagent_type: String(subagent_type).trim(),
  };
}

function titleOf(input: z.output<typeof Input>): string {
  const [type, what] = [input.subagent_type, input.description].map((value) =>
    typeof value === 'string' ? value.slice(0, 100) : '?',
  );
  return `Task for ${type}: ${what}`;
}

async function describe(subagents: readonly FoundSubagent[]): Promise<string> {
  const template = await readFile(new URL('task-description.md', import.meta.url), 'utf8');
  const lines = subagents.map(
    (subagent) => `- **${subagent.name}**: ${subagent.description.replaceAll(/\s+/g, ' ').trim()}`,
  );
  const none = '- none is set up. The person can make one with `tasklane subagent create`.';
  return fill(template, { subagents: lines.length === 0 ? none : lines.join('\n') });
}

function schemaFor(subagents: readonly FoundSubagent[]): Readonly<Record<string, unknown>> {
  const type = { type: 'string', description: 'The name of the subagent that is to do it.' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      description: { type: 'string', description: 'The task in three to five words.' },
      prompt: { type: 'string', description: 'The whole task: all that the subagent must know.' },
      subagent_type:
        subagents.length === 0 ? type : { ...type, enum: subagents.map((subagent) => subagent.name) },
    },
    required: [...parameters],
    additionalProperties: false,
  };
}

function namesOf(subagents: readonly FoundSubagent[]): string {
  return subagents.map((subagent) => subagent.name).join(', ');
}
