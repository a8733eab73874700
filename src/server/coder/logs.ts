// The log of a task in Coder's two forms: the conversation with its agent, and what the building of its workspace said.
import type { CoderBuildLogsJson, CoderLogEntryJson } from '../../api/coder-schemas.ts';
import { coderView } from '../../domain/coder/view.ts';
import type { EventRecord } from '../../domain/event.ts';
import type { Task } from '../../domain/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { time } from '../present.ts';

const pageSize = 1000;

/** Everything that happened to a task, in order. */
export async function wholeLog(engine: Engine, task: Task): Promise<readonly EventRecord[]> {
  const all: EventRecord[] = [];
  for (;;) {
    const after = all.at(-1)?.id ?? 0;
    const page = await engine.log.events({ taskId: task.id, after, limit: pageSize }, null);
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

interface Said {
  readonly type: 'input' | 'output';
  readonly content: string;
  /** Goes on in the next piece: the words of an agent are stored as they stream. */
  readonly isPart: boolean;
}

/** What people and the agent told each other, and what became of it. */
export function conversation(log: readonly EventRecord[]): readonly CoderLogEntryJson[] {
  const entries: CoderLogEntryJson[] = [];
  let isOpen = false;
  for (const record of log) {
    const said = saidIn(record);
    // Thoughts and tools come between two answers; totals of tokens do not.
    if (said === null) isOpen = isOpen && record.body.type === 'agent.usage';
    else {
      const last = entries.at(-1);
      if (isOpen && said.isPart && last !== undefined)
        entries[entries.length - 1] = { ...last, content: last.content + said.content };
      else entries.push({ id: record.seq, content: said.content, type: said.type, time: time(record.at) });
      isOpen = said.isPart;
    }
  }
  return entries
    .map((entry) => ({ ...entry, content: entry.content.trim() }))
    .filter(({ content }) => content !== '');
}

function saidIn({ body }: EventRecord): Said | null {
  switch (body.type) {
    case 'task.created':
      return { type: 'input', content: body.task.prompt, isPart: false };
    case 'run.message':
      return { type: 'input', content: body.text, isPart: false };
    case 'agent.message':
      return { type: 'output', content: body.text, isPart: true };
    case 'run.note':
      return body.level === 'warning' ? { type: 'output', content: body.text, isPart: false } : null;
    case 'task.changed':
      return body.change.type === 'failed'
        ? { type: 'output', content: failureText(body.change.failure), isPart: false }
        : null;
    default:
      return null;
  }
}

function failureText(failure: { readonly message: string; readonly next: string }): string {
  return `Error: ${failure.message}\n${failure.next}`;
}

type BuildLog = CoderBuildLogsJson[number];

/** The start, the setup script and the checks, line by line. */
export function buildLogs(log: readonly EventRecord[]): CoderBuildLogsJson {
  let stage = 'Queued';
  const lines: BuildLog[] = [];
  for (const record of log) {
    const { body } = record;
    const add = (level: BuildLog['log_level'], text: string): void => {
      for (const output of text.replace(/\n$/, '').split('\n'))
        lines.push({
          id: record.id,
          created_at: time(record.at),
          log_source: 'provisioner',
          log_level: level,
          stage,
          output,
        });
    };
    if (body.type === 'task.changed') {
      const step = body.change.type === 'stepped' ? body.change.step : null;
      const isNews = body.from !== body.to || step !== null;
      const message = isNews ? stageMessage(body.to, step) : null;
      if (message !== null) {
        stage = message.split(':', 1)[0] ?? message;
        add(body.to === 'failed' ? 'error' : 'info', message);
      }
      if (body.change.type === 'failed') add('error', failureText(body.change.failure));
    } else if (body.type === 'run.output') add('info', body.text);
    else if (body.type === 'run.note') add(body.level === 'warning' ? 'warn' : 'info', body.text);
  }
  return lines;
}

function stageMessage(state: Task['state'], step: string | null): string | null {
  if (state === 'running') return 'Active: the agent works';
  if (state === 'starting') return coderView({ ...nothing, state, step: step ?? 'reserved' }).message;
  return state === 'queued' ? 'Queued' : null;
}

const nothing = {
  hold: null,
  failure: null,
  result: null,
  said: null,
  status_message: null,
  status_state: null,
};
