// `tasklane watch`: everything that happens, as it happens, over restarts of the daemon and breaks of the connection.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { EventJson, EventQueryJson } from '../../api/schemas.ts';
import { print, say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { LiveView } from '../live-view.ts';
import { styleFor } from '../style.ts';
import { findTask } from '../task-ref.ts';
import { parseSpan } from '../time.ts';
import { WatchedTasks } from '../watched-tasks.ts';
import { happeningLine } from '../happening-line.ts';

export interface WatchFlags extends ProjectFlags {
  readonly since?: string;
  readonly after?: number;
  readonly types?: readonly string[];
  readonly json?: boolean;
}

/** What a person wants to know of everything at once: not every word of every agent. */
const usualTypes = ['task.*', 'run.message', 'run.note', 'run.phase', 'run.conflicts', 'agent.note'];

interface View {
  event(event: EventJson): Promise<void>;
  /** The state of the connection; null = all is well. */
  note(text: string | null): void;
  /** The picture has changed without an event. */
  refresh(): void;
}

export async function watch(context: Context, refs: readonly string[], flags: WatchFlags): Promise<void> {
  const client = await openClient(context);
  const query = await queryFor(context, client, refs, flags);
  const tasks = new WatchedTasks((id) => client.call(endpoints.showTask, { params: { task: id } }));
  const view = flags.json === true ? jsonView(context) : textView(context, tasks);
  const stop = new AbortController();
  using _ = context.interrupts.take(() => stop.abort());
  const events = client.events(query, stop.signal, {
    onLost: () => view.note('reconnecting…'),
    onBack: () => view.note(null),
    onSnapshot: (part) => {
      tasks.see(part.tasks);
      if (part.last) view.refresh();
    },
    // For as long as somebody watches, there is somebody to start the daemon again.
    giveUpMs: Infinity,
    backOffMs: [250, 5000],
  });
  for await (const event of events) await view.event(event);
}

async function queryFor(
  context: Context,
  client: Client,
  refs: readonly string[],
  flags: WatchFlags,
): Promise<EventQueryJson> {
  const tasks = await Promise.all(refs.map((ref) => findTask(context, client, ref, flags)));
  const project = flags.project === undefined ? null : await findProject(context, client, flags.project);
  return {
    ...(tasks.length > 0 && { task: tasks.map((task) => task.id).join(',') }),
    ...(tasks.length === 0 && project !== null && { project: project.id }),
    types: (flags.types ?? usualTypes).join(','),
    ...beginning(flags),
  };
}

function beginning(flags: WatchFlags): EventQueryJson {
  if (flags.after !== undefined) return { after: flags.after };
  if (flags.since === undefined) return { snapshot: '1' };
  return { since: new Date(Date.now() - parseSpan(flags.since, '--since')).toISOString() };
}

function jsonView(context: Context): View {
  return {
    event: async (event) => print(context, JSON.stringify(event)),
    note: (text) => say(context, `tasklane: ${text ?? 'connected again; nothing was missed'}`),
    refresh: () => undefined,
  };
}

function textView(context: Context, tasks: WatchedTasks): View {
  const style = styleFor(context.stdout, context.env);
  const isTerminal = context.stdout.isTTY === true && context.env['TERM'] !== 'dumb';
  const screen = isTerminal ? new LiveView(context.stdout, (text) => style.dim(text)) : null;
  let trouble: string | null = null;
  const draw = (lines: readonly string[]): void => {
    if (screen !== null) screen.draw(lines, '', trouble ?? tasks.counts());
    else for (const line of lines) print(context, line);
  };
  return {
    event: async (event) => {
      const task = await tasks.of(event);
      const line = happeningLine(event, task, style);
      draw(line === null ? [] : [line]);
    },
    note: (text) => {
      trouble = text;
      if (screen === null) say(context, `tasklane: ${text ?? 'connected again; nothing was missed'}`);
      draw([]);
    },
    refresh: () => {
      if (screen === null) say(context, `tasklane: watching; ${tasks.counts()}`);
      draw([]);
    },
  };
}
