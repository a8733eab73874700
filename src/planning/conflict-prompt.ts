// What an agent is told that resolves a conflict: the lines, and what both sides were for.
import { readFileSync } from 'node:fs';
import type { Task } from '../domain/task.ts';
import { fill } from '../lib/template.ts';

const template = readFileSync(new URL('./conflict-prompt.md', import.meta.url), 'utf8');

export interface ConflictInPrompt {
  readonly path: string;
  /** What each side did to it. */
  readonly says: string;
  /** Its lines between markers; null: it has none, or there are too many. */
  readonly marked: string | null;
}

export interface ConflictPrompt {
  readonly task: Pick<Task, 'prompt' | 'plan' | 'checks'>;
  /** What its agent said of the work. */
  readonly summary: string;
  readonly branch: string;
  readonly files: readonly ConflictInPrompt[];
  /** What the branch got since the task began, newest first: subjects, or the requests of tasks that were applied. */
  readonly others: readonly string[];
}

/** More of a file is read by the agent itself. */
const maxMarked = 8000;

export function conflictPrompt({ task, summary, branch, files, others }: ConflictPrompt): string {
  const plan = task.plan?.doneWhen ?? [];
  return fill(template, {
    branch,
    files: files.map(({ path, says }) => `- ${path}: ${says}`).join('\n'),
    task: [task.prompt, ...plan.map((line) => `- done when: ${line}`)].join('\n'),
    summary: summary === '' ? '' : `Its agent said of it: ${summary}`,
    others: others.length === 0 ? '(nothing is known of it)' : others.map((line) => `- ${line}`).join('\n'),
    hunks: files.flatMap(({ path, marked }) => (marked === null ? [] : [shown(path, marked)])).join('\n\n'),
    checks:
      task.checks.length === 0
        ? ''
        : `The system will run these checks on the merged tree: ${task.checks.map(({ command }) => command).join('; ')}.`,
  });
}

function shown(path: string, marked: string): string {
  const text = marked.length <= maxMarked ? marked : `${marked.slice(0, maxMarked)}\n[…]\n`;
  return `${path}:\n\`\`\`\n${text}\`\`\``;
}
