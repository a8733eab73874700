// Where a page of the queue ends, as a text that only we read: all that the order compares, so that the next page begins at
// the right place also when the task has left the queue meanwhile.
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { policyNames } from '../domain/policy.ts';
import { priorities } from '../domain/task.ts';
import { taskId } from '../domain/ids.ts';
import type { Place } from '../domain/waiting-order.ts';
import { cursorOf, readCursor } from './cursor.ts';

const parts = z.tuple([z.enum(priorities), z.number(), z.enum(policyNames), z.int(), z.string()]);

const list = 'queue';

export function cursorAt({ priority, position, policy, number, id }: Place): string {
  return cursorOf(list, priority, position, policy, number, id);
}

/** Throws `invalid_input` for what is none of ours. */
export function placeOf(cursor: string): Place {
  try {
    const [priority, position, policy, number, id] = parts.parse(readCursor(list, cursor));
    return { priority, position, policy, number, id: taskId(id) };
  } catch (error) {
    throw new AppError('invalid_input', `“${cursor}” is not a cursor of the queue.`, {
      next: 'Use the `next_cursor` of the page before, or none for the first page.',
      cause: error,
    });
  }
}
