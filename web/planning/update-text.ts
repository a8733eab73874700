// What the Prompt Engineer is told about a task that failed.
import type { TaskJson } from '../../src/api/schemas.ts';

/** Of the error, from its end: where programs say what was wrong. */
const mostDetail = 2000;

export function updateText(task: Pick<TaskJson, 'number' | 'prompt' | 'failure' | 'attempt'>): string {
  const { failure } = task;
  if (failure === null) return task.prompt;
  const detail = failure.detail.trim().slice(-mostDetail);
  const times = task.attempt === 1 ? 'once' : `${task.attempt} times`;
  return [
    task.prompt,
    `This was tried ${times} as #${task.number} and failed: ${failure.message}`,
    ...(detail === '' ? [] : [detail]),
    'Say what has to be otherwise so that it succeeds.',
  ].join('\n\n');
}
