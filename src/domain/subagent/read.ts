// A subagent from the front matter and the body of its file. Fields as Tasklane, Qwen Code and Claude Code write them;
// what only they know (hooks, mcpServers, …) is left out with a warning.
import { terminateModes } from '../subagent.ts';
import type { Subagent, SubagentCopy, SubagentLimits } from '../subagent.ts';
import type { SubagentProblem } from './validate.ts';

export interface ReadSubagent {
  /** Null when it has not even a name and a description, or values of the wrong type. */
  readonly subagent: Subagent | null;
  readonly problems: readonly SubagentProblem[];
  readonly warnings: readonly string[];
}

type Data = Readonly<Record<string, unknown>>;

const known = new Set(
  'name description tools disallowedTools model modelConfig runConfig maxTurns isolation color'.split(' '),
);
const colors = ['red', 'blue', 'green', 'yellow', 'purple', 'orange', 'pink', 'cyan'];
/** Grades of Claude Code, which name no model that another provider knows; and our word for the same as the agent. */
const inherited = new Set(['inherit', 'fast', 'sonnet', 'opus', 'haiku', 'default']);

/** `data` is what stands between the lines `---`; `body` what comes after. */
export function readSubagent(data: unknown, body: string): ReadSubagent {
  const problems: string[] = [];
  const warnings: string[] = [];
  const reader = new Fields(isRecord(data) ? data : {}, problems);
  for (const field of ['name', 'description'])
    if (reader.text(field) === null) problems.push(`Missing "${field}" in frontmatter.`);
  const modelConfig = reader.group('modelConfig');
  const model = modelOf(reader.text('model') ?? modelConfig.text('model'), warnings);
  const subagent: Subagent = {
    name: reader.text('name') ?? '',
    description: reader.text('description') ?? '',
    systemPrompt: body.trim(),
    tools: toolsOf(reader, warnings),
    disallowedTools: reader.list('disallowedTools') ?? [],
    model,
    temperature: modelConfig.number('temperature', ['temp']),
    limits: limitsOf(reader),
    copy: copyOf(reader),
    color: colorOf(reader.text('color'), warnings),
  };
  const ignored = Object.keys(reader.data).filter((key) => !known.has(key));
  if (ignored.length > 0) warnings.push(`These fields have no effect: ${ignored.join(', ')}.`);
  return {
    subagent: problems.length > 0 ? null : subagent,
    problems: problems.map((message) => ({ code: 'INVALID_CONFIG', message })),
    warnings,
  };
}

function toolsOf(reader: Fields, warnings: string[]): readonly string[] | null {
  const tools = reader.list('tools');
  if (tools === null) return null;
  if (tools.length > 0) return tools.some((name) => name === '*') ? null : tools;
  warnings.push('The list of tools is empty: it gets all tools of the agent.');
  return null;
}

function modelOf(written: string | null, warnings: string[]): string | null {
  if (written === null) return null;
  if (!inherited.has(written.toLowerCase())) return written;
  if (!['inherit', 'default'].includes(written.toLowerCase()))
    warnings.push(`The model "${written}" is a grade and no model: it uses the model of the agent.`);
  return null;
}

// `worktree` is what other agents of this kind call it.
function copyOf(reader: Fields): SubagentCopy {
  const written = reader.text('isolation');
  if (written === null || written === 'shared') return 'shared';
  if (written !== 'own' && written !== 'worktree')
    reader.problem(`isolation must be own or shared, not "${written}".`);
  return 'own';
}

function colorOf(written: string | null, warnings: string[]): string | null {
  if (written === null || written === 'auto') return null;
  if (colors.includes(written)) return written;
  warnings.push(`The colour "${written}" is none of ${colors.join(', ')}.`);
  return null;
}

function limitsOf(reader: Fields): SubagentLimits {
  const run = reader.group('runConfig');
  const mode = run.text('terminate_mode') ?? run.text('terminateMode') ?? 'graceful';
  const terminateMode = terminateModes.find((one) => one === mode);
  if (terminateMode === undefined)
    reader.problem(`terminate_mode must be ${terminateModes.join(' or ')}, not "${mode}".`);
  return {
    maxTurns: reader.number('maxTurns') ?? run.number('max_turns', ['maxTurns']),
    maxTimeMinutes: run.number('max_time_minutes', ['maxTimeMinutes']),
    maxTokens: run.number('max_tokens', ['maxTokens']),
    terminateMode: terminateMode ?? 'graceful',
  };
}

/** Fields of one group, each of one type; what has another type is a problem, named by its field. */
class Fields {
  readonly data: Data;
  readonly #problems: string[];

  constructor(data: Data, problems: string[]) {
    this.data = data;
    this.#problems = problems;
  }

  problem(message: string): void {
    this.#problems.push(message);
  }

  /** Null also when it is empty. A number or a yes is taken as it is written. */
  text(name: string): string | null {
    const value = this.data[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return value.trim() === '' ? null : value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.#wrong(name, 'a text', value);
    return null;
  }

  number(name: string, others: readonly string[] = []): number | null {
    const key = [name, ...others].find((one) => this.data[one] !== undefined && this.data[one] !== null);
    const value = key === undefined ? null : this.data[key];
    if (value === null || typeof value === 'number') return value;
    this.#wrong(name, 'a number', value);
    return null;
  }

  /** A list, or texts with commas between; null when the field is not there. */
  list(name: string): readonly string[] | null {
    const value = this.data[name];
    if (value === undefined || value === null) return null;
    const written: unknown = typeof value === 'string' ? value.split(',') : value;
    const items: readonly unknown[] = Array.isArray(written) ? written : [];
    const isList = Array.isArray(value) || typeof value === 'string';
    const names = items.filter((item) => typeof item === 'string').map((item) => item.trim());
    const hasGap = Array.isArray(value) && (names.length < items.length || names.includes(''));
    if (!isList || hasGap) this.#wrong(name, 'a list of names that are not empty', value);
    return names.filter((item) => item !== '');
  }

  group(name: string): Fields {
    const value = this.data[name];
    if (value === undefined || value === null) return new Fields({}, this.#problems);
    if (isRecord(value)) return new Fields(value, this.#problems);
    this.#wrong(name, 'a group of fields', value);
    return new Fields({}, this.#problems);
  }

  #wrong(name: string, wanted: string, value: unknown): void {
    this.#problems.push(`"${name}" must be ${wanted}, not ${JSON.stringify(value).slice(0, 100)}.`);
  }
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
