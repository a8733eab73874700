// A log as long as that of a day’s work, written straight into the store: tool calls and words in turn, and now and then a change.
import { join } from 'node:path';
import type { EventBody } from '../../../src/domain/event.ts';
import type { TaskId } from '../../../src/domain/ids.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

const batch = 5000;

export interface LongLog {
  readonly home: string;
  readonly task: string;
  readonly events: number;
  /** Each so many events, a file is changed. */
  readonly changeEvery: number;
  /** When the first happens, and how far apart they are; milliseconds. */
  readonly from: number;
  readonly stepMs: number;
}

export async function writeLongLog({
  home,
  task,
  events,
  changeEvery,
  from,
  stepMs,
}: LongLog): Promise<void> {
  let written = 0;
  const store = await openSqliteStore({
    file: join(home, 'tasklane.db'),
    now: () => from + written * stepMs,
  });
  try {
    while (written < events) {
      const count = Math.min(batch, events - written);
      const bodies = Array.from({ length: count }, (_, index) => bodyOf(written + index, changeEvery));
      // oxlint-disable-next-line no-unsafe-type-assertion -- an id that the daemon gave out
      await store.events.append(task as TaskId, bodies, { actor: 'agent:long' });
      written += count;
    }
  } finally {
    await store.close();
  }
}

function bodyOf(number: number, changeEvery: number): EventBody {
  if (number % 2 === 1) return { type: 'agent.message', text: `Word ${number} of a long day.` };
  const isChange = number % changeEvery === 0;
  return {
    type: 'agent.tool',
    call: {
      id: `call-${number}`,
      title: isChange ? `Write file-${number}.txt` : `Read file-${number}.txt`,
      kind: isChange ? 'edit' : 'read',
      status: 'completed',
      paths: [`file-${number}.txt`],
      input: null,
      output: `output ${number}`,
      diffs: isChange ? [{ path: `file-${number}.txt`, before: null, after: 'one\n' }] : [],
    },
  };
}
