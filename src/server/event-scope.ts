// What a live stream is about, and how long it may go on: the same for server-sent events and for the live socket.
import type { z } from 'zod';
import type * as schemas from '../api/event-schemas.ts';
import { isWithin } from '../domain/access.ts';
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import { unknownPatterns } from '../domain/happening.ts';
import { longestTimerMs } from '../domain/moment.ts';
import type { EventQuery } from '../engine/engine.ts';
import type { Access } from './access.ts';

export type Wanted = z.output<typeof schemas.eventQuery>;
export type Scope = Pick<EventQuery, 'taskIds' | 'projectId' | 'reach'>;

const mostTasks = 100;

/** Whether the stream may and wants to tell of what is in the project. */
export function isProjectInScope({ reach = null, projectId }: Scope, id: ProjectId): boolean {
  return isWithin(reach, id) && (projectId === undefined || projectId === id);
}

/** A session that is over ends its streams. Later than a timer can be set, the next connection is asked anyway. */
export function expiry({ expiresAt }: Actor, now: number): readonly AbortSignal[] {
  if (expiresAt === null || expiresAt - now > longestTimerMs) return [];
  return [AbortSignal.timeout(Math.max(0, expiresAt - now))];
}

export async function scopeOf(access: Access, wanted: Wanted): Promise<Scope> {
  const { reach } = access;
  if (wanted.task !== undefined) {
    const refs = wanted.task.split(',').filter((ref) => ref !== '');
    if (refs.length > mostTasks)
      throw new AppError('invalid_input', `${refs.length} tasks are named; ${mostTasks} at most.`, {
        next: 'Ask for the project instead.',
      });
    const tasks = await Promise.all(refs.map((ref) => access.task(ref, wanted.project)));
    return { reach, taskIds: tasks.map((task) => task.id) };
  }
  if (wanted.project === undefined) return { reach };
  return { reach, projectId: (await access.project(wanted.project)).project.id };
}

export function typesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const types = text.split(',').map((word) => word.trim());
  const [unknown] = unknownPatterns(types);
  if (unknown === undefined) return types;
  throw new AppError('invalid_input', `No event is called “${unknown}”.`, {
    next: 'Use names such as task.ready or agent.message, or a group: task.*',
  });
}
