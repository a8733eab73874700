// What a pull request says of the work: for people on the host, who do not see the task.
import type { Task } from '../../domain/task.ts';

export interface RequestText {
  readonly title: string;
  readonly body: string;
}

const longestTitle = 200;

/** The agent's own summary, and what the system found: its checks, on which tree, and whose task it is. */
export function requestText(task: Task): RequestText {
  const { result } = task;
  const checks = (result?.checks ?? []).filter((check) => check.on === 'task' && check.tree === result?.tree);
  const lines = checks.map(({ name, outcome }) => `- ${name}: ${outcome}`);
  const evidence = lines.length === 0 ? ['No checks were configured.'] : ['Checks:', '', ...lines];
  const trailers = [`Tasklane-Task: #${task.number} ${task.id}`, `Tasklane-Agent: ${task.agent}`];
  const summary = result?.summary.trim() ?? '';
  return {
    title: task.title.slice(0, longestTitle),
    body: [...(summary === '' ? [] : [summary]), evidence.join('\n'), trailers.join('\n')].join('\n\n'),
  };
}
