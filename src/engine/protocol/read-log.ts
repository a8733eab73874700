// The parts of an attempt's protocol log, as bytes to be passed on.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineDeps } from '../deps.ts';
import type { Task } from '../../domain/task.ts';
import { partName, sizesIn } from './protocol-log.ts';

/** Where the log of one attempt is. */
export function protocolDir(
  deps: Pick<EngineDeps, 'logDir'>,
  task: Pick<Task, 'id' | 'projectId'>,
  attempt: number,
): string {
  return join(deps.logDir(task.projectId, task.id), `protocol-${attempt}`);
}

export interface LogPart {
  /** From 1; a number that is missing between two was rotated away. */
  readonly part: number;
  readonly bytes: Buffer;
}

/** In order, one at a time; none when there is no log. */
export async function* partsIn(dir: string): AsyncGenerator<LogPart> {
  for (const part of (await sizesIn(dir)).keys()) {
    const bytes = await readFile(join(dir, partName(part))).catch(() => null);
    // Rotated away since we looked.
    if (bytes !== null) yield { part, bytes };
  }
}
