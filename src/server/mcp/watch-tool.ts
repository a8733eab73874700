// Waiting for something to happen, in calls that a client does not give up on: one returns with what came, or empty after a
// while, and the position in its answer is where the next one goes on. Nothing between two calls is lost.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import type { EventJson } from '../../api/schemas.ts';
import { AppError } from '../../domain/errors.ts';
import { matches, taskHappenings } from '../../domain/happening.ts';
import type { Engine } from '../../engine/engine.ts';
import { Bell } from '../../lib/sleep.ts';
import { eventLine, lineOf, sayLine } from './event-line.ts';
import { at, projectRef, taskPlace } from './task-place.ts';
import { brief, briefOf, sayBriefs } from './task-view.ts';
import type { Brief } from './task-view.ts';
import { looks, tool } from './tool.ts';
import type { Desk, Tool } from './tool.ts';

/** Clients give up on a tool after a minute. */
const longestS = 45;
const usualS = 30;
/** What is written by another daemon of the same store rings no bell here. */
const lookMs = 15_000;
const pageSize = 50;
const mostTasks = 20;
/** Steps on the way, and places in the queue, tell nobody that they are wanted. */
const uninteresting: readonly string[] = ['task.progressed', 'task.moved'];
const usualTypes = taskHappenings.filter((name) => !uninteresting.includes(name));

const input = z.strictObject({
  task: taskPlace.task.optional().describe('Only this task: number, name or id.'),
  project: projectRef,
  after: z
    .int()
    .min(0)
    .optional()
    .describe('position of the answer before. Without it the answer is at once: how things are now.'),
  wait_seconds: z.int().min(0).max(longestS).optional().describe(`${usualS} unless told.`),
  types: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(30)
    .optional()
    .describe('Which events, such as task.ready, task.failed or agent.*; unless told every change of state.'),
});
type Asked = z.output<typeof input>;

const output = z.object({
  position: z.int().describe('Give it as after in the next call.'),
  changes: z.array(eventLine.extend({ task: z.int().nullable() })).describe('What happened, in order.'),
  tasks: z.array(brief).describe('The tasks concerned, as they are now.'),
});
type Seen = z.output<typeof output>;

export function watchTool(engine: Pick<Engine, 'log'>): Tool {
  return tool({
    name: 'watch',
    title: 'Wait for changes',
    description:
      'Waits until something happens to a task, a project or anything, and says what. Call it first without after for a position, then again and again with after = position; changes: [] means that nothing happened yet. Use it instead of asking show_task repeatedly.',
    endpoint: endpoints.events,
    hints: looks,
    input,
    output,
    work: async (asked, desk) => {
      const task = asked.task === undefined ? undefined : await idOf(asked.task, asked.project, desk);
      const scope = task === undefined ? { project: asked.project } : { task };
      if (asked.after === undefined) return now(scope, desk);
      return changesAfter(engine, { ...asked, after: asked.after }, scope, desk);
    },
    say: ({ position, changes, tasks }) =>
      [
        ...changes.map((change) => `${change.task === null ? '' : `#${change.task} `}${sayLine(change)}`),
        sayBriefs(tasks, changes.length === 0 ? 'Nothing happened.' : ''),
        `Go on with after ${position}`,
      ]
        .filter((text) => text !== '')
        .join('\n'),
  });
}

interface Scope {
  readonly task?: string;
  readonly project?: string | undefined;
}

async function idOf(task: string | number, project: string | undefined, desk: Desk): Promise<string> {
  return (await desk.call(endpoints.showTask, at({ task, project }))).id;
}

async function now({ task, project }: Scope, desk: Desk): Promise<Seen> {
  // The position first: what happens after it is told again, and nothing is missed.
  const { last_event: position } = await desk.call(endpoints.queue, { query: { project, limit: 1 } });
  if (task !== undefined) return { position, changes: [], tasks: await briefs([task], desk) };
  const query = { project, limit: mostTasks };
  const { tasks } = await desk.call(endpoints.listTasks, { query });
  return { position, changes: [], tasks: tasks.map(briefOf) };
}

async function changesAfter(
  engine: Pick<Engine, 'log'>,
  asked: Asked & { readonly after: number },
  scope: Scope,
  desk: Desk,
): Promise<Seen> {
  const types = asked.types ?? usualTypes;
  const bell = new Bell();
  const ring = (): void => bell.ring();
  const stopListening = engine.log.onEvents((records) => {
    if (records.some((record) => matches(types, record.body))) ring();
  });
  desk.signal.addEventListener('abort', ring, { once: true });
  try {
    const until = performance.now() + (asked.wait_seconds ?? usualS) * 1000;
    let { after } = asked;
    for (;;) {
      // Each time anew: whoever may not see it any more is refused, also in the middle of a wait.
      const query = { ...scope, after, types: types.join(','), limit: pageSize };
      const { events, next_after: next } = await desk.call(endpoints.events, { query });
      if (events.length > 0) return await told(events, next, desk);
      const left = until - performance.now();
      if (left <= 0 || desk.signal.aborted) return { position: next, changes: [], tasks: [] };
      if (next === after) await bell.next(Math.min(left, lookMs));
      after = next;
    }
  } finally {
    stopListening();
    desk.signal.removeEventListener('abort', ring);
  }
}

async function told(events: readonly EventJson[], position: number, desk: Desk): Promise<Seen> {
  const tasks = await briefs([...new Set(events.map((event) => event.task_id))].slice(0, mostTasks), desk);
  const numbers = new Map(tasks.map((task) => [task.id, task.number]));
  const changes = events.map((event) => ({ ...lineOf(event), task: numbers.get(event.task_id) ?? null }));
  return { position, changes, tasks };
}

async function briefs(ids: readonly string[], desk: Desk): Promise<Brief[]> {
  const found = ids.map(async (task) => {
    try {
      return [briefOf(await desk.call(endpoints.showTask, at({ task })))];
    } catch (error) {
      // Deleted meanwhile, which the change itself says.
      if (error instanceof AppError && error.code === 'not_found') return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}
