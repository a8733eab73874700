// `tasklane queue`: every waiting task in the order in which they would start, and why each waits.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { QueueJson } from '../../api/queue-schemas.ts';
import type { ProjectJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { changesBetween } from '../queue-changes.ts';
import { queueText } from '../queue-lines.ts';
import { Screen } from '../screen.ts';
import { span } from '../time.ts';

export interface QueueFlags extends OutputFlags, ProjectFlags {
  readonly all?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
  readonly watch?: boolean;
}

export async function showQueue(context: Context, flags: QueueFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.all === true ? null : await findProject(context, client, flags.project);
  const read = (): Promise<QueueJson> => readQueue(client, project, flags);
  if (flags.watch === true) return watch(context, client, read, printerFor(context, project, flags));
  const queue = await read();
  if (wantsJson(flags)) printJson(context, queue);
  else print(context, inWords(context, project, queue, flags));
}

function readQueue(client: Client, project: ProjectJson | null, flags: QueueFlags): Promise<QueueJson> {
  return client.call(endpoints.queue, {
    query: {
      ...(project !== null && { project: project.id }),
      ...(flags.limit !== undefined && { limit: flags.limit }),
      ...(flags.cursor !== undefined && { cursor: flags.cursor }),
    },
  });
}

function inWords(context: Context, project: ProjectJson | null, queue: QueueJson, flags: QueueFlags): string {
  const { columns } = context.stdout;
  return queueText(queue, {
    withProject: project === null,
    isFirstPage: flags.cursor === undefined,
    columns,
    now: Date.now(),
  });
}

type Show = (queue: QueueJson) => void;

// A terminal is drawn again; anything else gets a line for each thing that is new, or the whole queue as a line of JSON.
function printerFor(context: Context, project: ProjectJson | null, flags: QueueFlags): Show {
  if (wantsJson(flags)) return (queue) => print(context, JSON.stringify(queue));
  if (context.stdout.isTTY === true && context.env['TERM'] !== 'dumb') {
    const screen = new Screen(context.stdout);
    return (queue) => screen.draw(inWords(context, project, queue, flags));
  }
  let before: QueueJson | null = null;
  return (queue) => {
    if (before === null) print(context, inWords(context, project, queue, flags));
    else for (const line of changesBetween(before, queue)) print(context, line);
    before = queue;
  };
}

/** Until Ctrl-C. Driven by the event log: where nothing happens, nothing is asked. */
async function watch(
  context: Context,
  client: Client,
  read: () => Promise<QueueJson>,
  show: Show,
): Promise<void> {
  using _ = context.interrupts.take(() => process.exit(exitCodes.ok));
  const onNote = (text: string): void => say(context, `tasklane: ${text}`);
  const connection = {
    onLost: (_: unknown, retryMs: number) =>
      onNote(`the daemon does not answer; trying again in ${span(retryMs)}`),
    onBack: () => onNote('the daemon answers again'),
  };
  let shown = await read();
  show(shown);
  const never = new AbortController().signal;
  for await (const event of client.events({ after: shown.last_event }, never, connection)) {
    // One look covers all that happened before it: a burst of events is not a burst of requests.
    if (!event.type.startsWith('task.') || event.id <= shown.last_event) continue;
    shown = await read();
    show(shown);
  }
}
