// A subagent's file as text → a subagent, or what is wrong with it.
import { readSubagent } from '../../domain/subagent/read.ts';
import { validate } from '../../domain/subagent/validate.ts';
import type { SubagentProblem } from '../../domain/subagent/validate.ts';
import type { Subagent } from '../../domain/subagent.ts';
import { readFrontMatter } from '../../lib/front-matter.ts';

export interface ParsedSubagent {
  /** Null when there is not enough of it to say what it would be. It may be there and have problems. */
  readonly subagent: Subagent | null;
  readonly problems: readonly SubagentProblem[];
  readonly warnings: readonly string[];
}

export function parseSubagent(text: string): ParsedSubagent {
  const front = readFrontMatter(text);
  if (front.kind === 'missing') return invalid('Invalid format: missing YAML frontmatter.');
  if (front.kind === 'broken') return invalid(`Invalid YAML in the frontmatter: ${front.message}.`);
  const { subagent, problems, warnings } = readSubagent(front.data, front.body);
  if (subagent === null) return { subagent, problems, warnings };
  const validation = validate(subagent);
  return {
    subagent,
    problems: [...problems, ...validation.problems],
    warnings: [...warnings, ...validation.warnings],
  };
}

function invalid(message: string): ParsedSubagent {
  return { subagent: null, problems: [{ code: 'INVALID_CONFIG', message }], warnings: [] };
}
