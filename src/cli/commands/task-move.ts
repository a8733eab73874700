// `tasklane task move`: another place in the queue.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { TaskMoveJson } from '../../api/queue-schemas.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface MoveFlags extends TaskFlags {
  readonly before?: string;
  readonly after?: string;
  readonly top?: boolean;
  readonly bottom?: boolean;
}

export async function moveTask(context: Context, ref: string, flags: MoveFlags): Promise<void> {
  const { place, words } = placeOf(flags);
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.moveTask, { params: { task: id }, body: place });
  reportChanged(context, flags, task, `is moved ${words} (priority ${task.priority})`);
}

interface Place {
  readonly place: TaskMoveJson;
  readonly words: string;
}

function placeOf({ before, after, top, bottom }: MoveFlags): Place {
  const places: readonly (Place | false)[] = [
    before !== undefined && { place: { before }, words: `before ${before}` },
    after !== undefined && { place: { after }, words: `behind ${after}` },
    top === true && { place: { to: 'top' }, words: 'to the top' },
    bottom === true && { place: { to: 'bottom' }, words: 'to the bottom' },
  ];
  const [place, ...more] = places.filter((one) => one !== false);
  if (place !== undefined && more.length === 0) return place;
  throw new AppError(
    'invalid_input',
    place === undefined ? 'Where to?' : 'It can be moved to one place only.',
    {
      next: 'Say one of --before TASK, --after TASK, --top and --bottom.',
    },
  );
}
