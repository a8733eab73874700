// What an agent is told at the start of an attempt: the request word for word, and what the system will hold it to.
import { readFileSync } from 'node:fs';
import type { ToolAccess } from '../agents/driver.ts';
import type { Failure } from '../domain/failure.ts';
import type { Resume, Task } from '../domain/task.ts';
import { fill } from '../lib/template.ts';

const template = readFileSync(new URL('./task-prompt.md', import.meta.url), 'utf8');
const tools = readFileSync(new URL('./session-tools.md', import.meta.url), 'utf8');

/** The first prompt of an attempt. */
export function taskPrompt(task: Task, access: ToolAccess): string {
  return fill(template, {
    instructions: task.template?.systemPrompt ?? '',
    task: task.prompt,
    done: list('It is done when:', task.plan?.doneWhen ?? []),
    scope: list('Change only files that match:', task.owns),
    checks: list(
      'The system will run these checks on your work; run them yourself before you end:',
      task.checks.map((check) => check.command),
    ),
    history: task.lastFailure === null ? '' : history(task.lastFailure),
    tools: toolWords(access),
    question: `If you cannot go on without an answer, ${access === 'none' ? 'end your turn with the question' : 'ask with ask_human, then end your turn'}.`,
  });
}

const howToCall: Readonly<Record<Exclude<ToolAccess, 'none'>, string>> = {
  mcp: 'You have the MCP server “tasklane” (where tools are searched for, search for these names).',
  command:
    'You have the command `tasklane-session TOOL \'{"argument": "value"}\'`; without a tool it explains itself.',
};

function toolWords(access: ToolAccess): string {
  return access === 'none' ? '' : fill(tools, { how: howToCall[access] });
}

/** What an agent that still has the conversation is told when it goes on. `message`: what people wrote, or null. */
export function newsOf(reason: Resume['reason'], message: string | null): string {
  if (reason !== 'recovered' && message !== null) return message;
  const what = reason === 'resumed' ? 'paused, and may go on now' : 'interrupted';
  const news = `You were ${what}. Look at what is already done in the working copy and go on.`;
  return message === null ? news : `${news}\n\n${message}`;
}

/** The same for an agent that knows nothing of it: the task, and `recap`, what happened so far. */
export function primedPrompt(task: Task, access: ToolAccess, recap: string, news: string): string {
  const begun = 'This task was begun before: the working copy has the changes made so far.';
  const told = recap === '' ? [] : [`What happened until now:\n${recap}`];
  return [taskPrompt(task, access), begun, ...told, news].join('\n\n');
}

function list(head: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${head}\n${items.map((item) => `- ${item}`).join('\n')}`;
}

function history(failure: Failure): string {
  return `An earlier attempt failed (${failure.kind}): ${failure.message}\n\n${failure.detail}\n\nAvoid that this time.`;
}
