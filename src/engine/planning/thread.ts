// What was said in the main thread of a project before, told to the next planner in it: so that “and where is that called?” can
// be asked. Bounded; what came of a message is in its newest revision, and how its tasks stand is on the board.
import { label } from '../../domain/task.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { EngineDeps } from '../deps.ts';

const mostMessages = 6;
const longestText = 500;
const longestAnswer = 1000;

/** Oldest first; empty where nothing was said. */
export async function threadBefore({ store }: Pick<EngineDeps, 'store'>, request: Request): Promise<string> {
  const all = await store.requests.list({ projectId: request.projectId });
  const before = all.filter(
    ({ id, createdAt, state }) => id !== request.id && createdAt <= request.createdAt && state !== 'working',
  );
  const told = await Promise.all(
    before
      .slice(0, mostMessages)
      .toReversed()
      .map(async (one) => `The person: ${cut(one.text, longestText)}\n${await resultOf({ store }, one)}`),
  );
  return told.join('\n\n');
}

async function resultOf({ store }: Pick<EngineDeps, 'store'>, request: Request): Promise<string> {
  const answer = request.revisions.findLast((revision) => revision.answer !== null)?.answer ?? null;
  if (answer !== null) return `Answered: ${cut(answer, longestAnswer)}`;
  const tasks = await store.tasks.several(request.drafts.map(({ taskId }) => taskId));
  if (tasks.length === 0) return `Nothing came of it (${request.state}).`;
  return `Tasks: ${cut(tasks.map((task) => `${label(task)} (${task.state})`).join(', '), longestAnswer)}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
