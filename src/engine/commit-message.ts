// The messages of the commits that the system makes: what was done, and who did it, for a reader of `git log`.
import { titleOf } from '../domain/names.ts';
import type { Task } from '../domain/task.ts';
import type { Account } from './account.ts';

const maxSubject = 72;
const width = 76;

/** Subject, the agent's summary, and trailers that name the task and the agent. */
export function workMessage(task: Task, summary: string): string {
  return message(subject(task.title), summary, task);
}

/** For work of a run: its first commit is about the task, each later one about what was asked for since. */
export function workMessageOf(task: Task, account: Account, isFirst: boolean): string {
  if (isFirst) return workMessage(task, account.text);
  const { asked, said } = account.last;
  return message(subject(asked === null ? `Go on: ${task.title}` : titleOf(asked)), said, task);
}

export function mergeMessage(task: Task, summary: string): string {
  return message(subject(`Merge ${task.branch}: ${task.title}`), summary, task);
}

/** Of the commit that takes what `landed` brought from the branch again. */
export function undoMessage(task: Task, landed: string): string {
  const first = subject(`Undo ${task.branch}: ${task.title}`);
  // Not the trailer of the task's own work: what is done again stands on this, and it is no part of that.
  return `${first}\n\nThis takes back ${landed}.\n\nTasklane-Undo: #${task.number} ${task.id}\n`;
}

/** Whether a commit of the branch was made for this task, by the trailer that all of those have. */
export function isMadeFor(task: Pick<Task, 'id'>, text: string): boolean {
  return text.split('\n').some((line) => line.startsWith('Tasklane-Task: ') && line.endsWith(` ${task.id}`));
}

function message(first: string, summary: string, task: Task): string {
  const body = summary === '' ? [] : [wrap(summary)];
  const trailers = [`Tasklane-Task: #${task.number} ${task.id}`, `Tasklane-Agent: ${task.agent}`];
  return `${[first, ...body, trailers.join('\n')].join('\n\n')}\n`;
}

function subject(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length <= maxSubject ? line : `${line.slice(0, maxSubject - 1).trimEnd()}…`;
}

function wrap(text: string): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line))
    .join('\n');
}

function wrapLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}
