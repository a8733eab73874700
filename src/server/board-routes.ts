// The board: cards instead of whole tasks, and only the newest of those that are over.
import type { z } from 'zod';
import type { BoardJson, boardQuery } from '../api/board-schemas.ts';
import { contract } from '../api/contract.ts';
import type { Reach } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { taskStates } from '../domain/task.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import { cardJson } from './present-card.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

type Query = z.output<typeof boardQuery>;

const defaultEnded = 100;
const mostTasks = 200;
const over: readonly TaskState[] = ['done', 'dismissed', 'cancelled'];
const open = taskStates.filter((state) => !over.includes(state));

export function boardRoutes(app: App, engine: Engine, now: () => number): void {
  route(app, engine, contract.board, async ({ query, access }) => show(engine, query, access.reach, now));
}

async function show(engine: Engine, query: Query, reach: Reach, now: () => number): Promise<BoardJson> {
  // Before the tasks are read: what happens meanwhile is told again by the log, which does no harm.
  const position = await engine.log.lastEvent();
  const limit = query.ended ?? defaultEnded;
  const found = await (query.tasks === undefined
    ? whole(engine, query, limit, reach)
    : named(engine, query.tasks, reach));
  const names = new Map((await engine.projects(reach)).map((project) => [project.id, project.name]));
  const holds = await engine.holds(found.tasks);
  const places = await engine.merges.places(found.tasks);
  const cards = found.tasks.map(async (task) =>
    cardJson(task, {
      projectName: names.get(task.projectId) ?? '',
      hold: holds.get(task.id),
      // Most of a long queue has never been worked on.
      attempt: task.attempt === 0 ? undefined : await engine.history.attempt(task),
      said: await engine.said(task),
      place: places.get(task.id),
      links: await engine.pages.linksOf(task),
      conflicts: engine.radar.of(task),
    }),
  );
  return { cards: await Promise.all(cards), position, has_more_ended: found.hasMore, at: time(now()) };
}

interface Found {
  readonly tasks: readonly Task[];
  readonly hasMore: boolean;
}

async function whole(engine: Engine, query: Query, limit: number, reach: Reach): Promise<Found> {
  const scope =
    query.project === undefined ? {} : { projectId: (await engine.project(query.project, reach)).project.id };
  const going = await engine.tasks({ ...scope, states: open, withoutSubagents: true }, reach);
  const ended = await engine.tasks(
    { ...scope, states: over, limit: limit + 1, withoutSubagents: true },
    reach,
  );
  return { tasks: [...going, ...ended.slice(0, limit)], hasMore: ended.length > limit };
}

async function named(engine: Engine, text: string, reach: Reach): Promise<Found> {
  const ids = new Set(text.split(',').filter((id) => id !== ''));
  if (ids.size > mostTasks)
    throw new AppError('invalid_input', `${ids.size} tasks are named; ${mostTasks} at most.`, {
      next: 'Ask several times, or for the whole board.',
    });
  const tasks = await Promise.all([...ids].map((id) => unlessGone(engine.task(id, undefined, reach))));
  // By its id one that was deleted is still found.
  const isThere = (task: Task | null): task is Task => task?.deletedAt === null;
  return { tasks: tasks.filter(isThere), hasMore: false };
}

async function unlessGone(task: Promise<Task>): Promise<Task | null> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
