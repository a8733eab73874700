// What a subagent must be like. Everything wrong is said at once, because a file is mended at once.
import type { Subagent } from '../subagent.ts';
import type { SubagentErrorCode } from './error.ts';
import { SubagentError } from './error.ts';
import { judgeToolName, knownTools } from './tools.ts';

export interface SubagentProblem {
  readonly code: SubagentErrorCode;
  readonly message: string;
}

export interface Validation {
  readonly problems: readonly SubagentProblem[];
  readonly warnings: readonly string[];
}

const reserved = ['self', 'system', 'user', 'model', 'tool', 'config', 'default'];

/** In all places that validate. Tools that nobody knows are problems here; a list of files may let them pass. */
export function validate(subagent: Subagent): Validation {
  const problems = [
    ...invalid('INVALID_NAME', nameProblems(subagent.name)),
    ...invalid('VALIDATION_ERROR', textProblems(subagent)),
    ...invalid('VALIDATION_ERROR', limitProblems(subagent)),
    ...invalid('TOOL_NOT_FOUND', unknownTools(subagent)),
  ];
  return { problems, warnings: warningsOf(subagent) };
}

/** Throws SubagentError with everything that is wrong in its message. */
export function requireValid(name: string, problems: readonly SubagentProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const code = problems.every((one) => one.code === first.code) ? first.code : 'VALIDATION_ERROR';
  const text = problems.map(({ message }) => message.replace(/\.$/, '')).join(', ');
  throw new SubagentError(code, name, `Validation failed: ${text}`, {
    next: 'Correct that and try again; docs/subagents.md shows a whole file.',
  });
}

function nameProblems(name: string): readonly string[] {
  if (name.trim() === '') return ['Name is required and cannot be empty.'];
  const length = Array.from(name).length;
  if (length < 2) return [`Name "${name}" must be at least 2 characters long.`];
  if (length > 50) return [`Name "${name.slice(0, 60)}" must be 50 characters or less.`];
  if (!/^[\p{L}\p{N}_-]+$/u.test(name))
    return [`Name "${name}" can only contain letters, numbers, hyphens, and underscores.`];
  if (/^[-_]|[-_]$/.test(name)) return [`Name "${name}" cannot start or end with a hyphen or underscore.`];
  if (reserved.includes(name.toLowerCase())) return [`"${name}" is a reserved name and cannot be used.`];
  return [];
}

function textProblems({ description, systemPrompt }: Subagent): readonly string[] {
  return [
    ...(description.trim() === '' ? ['Description is required and cannot be empty.'] : []),
    ...promptProblems(systemPrompt.trim()),
  ];
}

function promptProblems(prompt: string): readonly string[] {
  if (prompt === '') return ['System prompt is required and cannot be empty.'];
  return prompt.length < 10 ? ['System prompt must be at least 10 characters long.'] : [];
}

function limitProblems({ limits, temperature }: Subagent): readonly string[] {
  const { maxTurns, maxTimeMinutes, maxTokens } = limits;
  const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
  return [
    ...(maxTurns === null || isWhole(maxTurns)
      ? []
      : [`max_turns must be a positive integer, not ${maxTurns}.`]),
    ...(maxTimeMinutes === null || (Number.isFinite(maxTimeMinutes) && maxTimeMinutes > 0)
      ? []
      : [`max_time_minutes must be greater than 0, not ${maxTimeMinutes}.`]),
    ...(maxTokens === null || isWhole(maxTokens)
      ? []
      : [`max_tokens must be a positive integer, not ${maxTokens}.`]),
    ...(temperature === null || (temperature >= 0 && temperature <= 2)
      ? []
      : [`temperature must be between 0 and 2, not ${temperature}.`]),
  ];
}

function unknownTools(subagent: Subagent): readonly string[] {
  const named = [...(subagent.tools ?? []), ...subagent.disallowedTools];
  return named
    .filter((name) => judgeToolName(name) === 'unknown')
    .map(
      (name) =>
        `Tool "${name}" not found. Available tools: ${Object.keys(knownTools).join(', ')}, mcp__<server>__<tool>.`,
    );
}

function warningsOf(subagent: Subagent): readonly string[] {
  const { tools, limits } = subagent;
  const listed = tools ?? [];
  const twice = [...new Set(listed.filter((name, index) => listed.indexOf(name) !== index))];
  const named = [...listed, ...subagent.disallowedTools];
  const missing = named.filter((name) => judgeToolName(name) === 'elsewhere');
  return [
    ...(subagent.description.length > 1000
      ? ['The description is longer than 1,000 characters; the model reads it with every request.']
      : []),
    ...(subagent.systemPrompt.length > 10_000 ? ['The system prompt is longer than 10,000 characters.'] : []),
    ...(twice.length > 0 ? [`Tools are named twice: ${twice.join(', ')}.`] : []),
    ...(missing.length > 0
      ? [`The built-in agent has no tool ${missing.join(', ')}; that has no effect.`]
      : []),
    ...(listed.some((name) => judgeToolName(name) === 'never')
      ? ['A subagent never gets the task tool, so that subagents cannot call each other without end.']
      : []),
    ...(limits.maxTimeMinutes !== null && limits.maxTimeMinutes > 60
      ? [`max_time_minutes is ${limits.maxTimeMinutes}, more than an hour.`]
      : []),
    ...(limits.maxTurns !== null && limits.maxTurns > 100
      ? [`max_turns is ${limits.maxTurns}, more than 100.`]
      : []),
  ];
}

function invalid(code: SubagentErrorCode, messages: readonly string[]): readonly SubagentProblem[] {
  return messages.map((message) => ({ code, message }));
}
