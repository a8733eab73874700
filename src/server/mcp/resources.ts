// Tasks as things that a person can attach to a conversation: tasklane://task/12, and what it changed and did. The same
// words, in the same pages, as the tools give.
import { AppError } from '../../domain/errors.ts';
import { logTools } from './log-tools.ts';
import { lookTools } from './look-tools.ts';
import type { Desk, Tool } from './tool.ts';

const kinds: Readonly<Record<string, string>> = { '': 'show_task', diff: 'diff', log: 'task_log' };
const tools: ReadonlyMap<string, Tool> = new Map(
  [...lookTools, ...logTools].map((tool) => [tool.name, tool]),
);

export const resourceTemplates = [
  template('', 'Task', 'A task by its number, name or id: state, result, checks.'),
  template('/diff', 'Changes of a task', 'What it changed, as a patch.'),
  template('/log', 'Log of a task', 'What its agent said and did.'),
] as const;

function template(path: string, title: string, description: string) {
  return {
    uriTemplate: `tasklane://task/{task}${path}`,
    name: `task${path.replace('/', '-')}`,
    title,
    description: `${description} Where several projects have such a number: tasklane://task/{id}${path}.`,
    mimeType: 'text/plain',
  };
}

/** Throws with the words of the tool where there is no such thing, or none for this caller. */
export async function readResource(desk: Desk, uri: string) {
  const [, task = '', kind = ''] = /^tasklane:\/\/task\/([^/?#]+)(?:\/([a-z]+))?$/.exec(uri) ?? [];
  const tool = tools.get(kinds[kind] ?? '');
  if (task === '' || tool === undefined)
    throw new AppError('not_found', `There is nothing at ${uri}.`, {
      next: `There are: ${resourceTemplates.map((one) => one.uriTemplate).join(', ')}.`,
    });
  const answer = await tool.run(desk, { task: decoded(task) });
  if (answer.kind !== 'result') throw new Error(answer.text);
  return { contents: [{ uri, mimeType: 'text/plain', text: answer.text }] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign: no task is called that, and the tool says so
  }
}
