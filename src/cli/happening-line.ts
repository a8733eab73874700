// One event as one line of a watch: when, of which task, and what, in words.
import type { EventJson } from '../api/schemas.ts';
import type { Style } from './style.ts';
import { oneLine } from './text.ts';
import { threadItem } from './thread-item.ts';
import type { WatchedTask } from './watched-tasks.ts';

/** Null for what a person who looks at everything at once need not see. */
export function happeningLine(event: EventJson, task: WatchedTask | null, style: Style): string | null {
  const what = wordsOf(event, style);
  if (what === null) return null;
  const name =
    task === null ? `task ${event.task_id.slice(0, 8)}` : `#${task.number} “${oneLine(task.title)}”`;
  const project = task === null ? '' : `${oneLine(task.project_name)}  `;
  return `${style.dim(timeOf(event.at))}  ${project}${style.bold(name)}  ${what}`;
}

function wordsOf(event: EventJson, style: Style): string | null {
  if (event.type === 'task.created') return 'created';
  const item = threadItem(event);
  switch (item?.kind) {
    case 'state': {
      const detail = item.detail === '' ? '' : `: ${oneLine(item.detail)}`;
      return colourOf(event, style)(`${item.text}${detail}`);
    }
    case 'person':
      return `${item.from}: ${oneLine(item.text)}`;
    case 'note':
      return item.isWarning ? style.yellow(oneLine(item.text)) : null;
    case 'message':
    case 'thought':
      return style.dim(oneLine(item.text));
    case 'tool':
      return style.dim(`${item.title} (${item.status})`);
    default:
      return null;
  }
}

function colourOf(event: EventJson, style: Style): (text: string) => string {
  switch (event.data['to']) {
    case 'ready':
    case 'done':
      return style.green;
    case 'failed':
      return style.red;
    case 'waiting':
    case 'paused':
      return style.yellow;
    default:
      return String;
  }
}

// The wall clock of whoever looks.
function timeOf(iso: string): string {
  return new Date(iso).toTimeString().slice(0, 8);
}
