// One event of the log as what a person reads in a thread. The parse edge of the event data: only fields that are there
// and of the right type are used, because a newer daemon may say more than this program knows.
import { isForeknown } from '../api/states.ts';
import type { EventJson } from '../api/schemas.ts';
import { clean, oneLine } from './text.ts';
import { subagentItem } from './subagent-item.ts';
import type { SubagentItem } from './subagent-item.ts';
import { span } from './time.ts';

export type ToolStatus = 'running' | 'completed' | 'failed';

export type ThreadItem =
  | { readonly kind: 'message' | 'thought'; readonly text: string }
  | {
      readonly kind: 'tool';
      readonly id: string;
      readonly title: string;
      readonly status: ToolStatus;
      readonly output: string;
      /** The id of the call whose subagent makes it. */
      readonly parent?: string;
    }
  | SubagentItem
  | { readonly kind: 'plan'; readonly entries: readonly PlanEntry[] }
  | { readonly kind: 'output'; readonly source: string; readonly text: string }
  | { readonly kind: 'note'; readonly isWarning: boolean; readonly text: string }
  | { readonly kind: 'person'; readonly from: string; readonly text: string }
  /** `detail` says why, and may be what the agent said last. */
  | { readonly kind: 'state'; readonly text: string; readonly detail: string }
  | { readonly kind: 'usage'; readonly tokens: number };

export interface PlanEntry {
  readonly text: string;
  readonly isDone: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** Null for what a thread does not show. */
export function threadItem(event: EventJson): ThreadItem | null {
  const data = event.data;
  switch (event.type) {
    case 'agent.message':
      return { kind: 'message', text: text(data, 'text') };
    case 'agent.thought':
      return { kind: 'thought', text: text(data, 'text') };
    case 'agent.tool':
      return tool(record(data, 'call'));
    case 'agent.subagent':
      return subagentItem(record(data, 'event'));
    case 'agent.plan':
      return plan(data);
    case 'agent.usage':
      return usage(record(data, 'usage'));
    case 'agent.permission':
      return permission(data);
    case 'agent.note':
    case 'run.note':
      return { kind: 'note', isWarning: data['level'] === 'warning', text: text(data, 'text').trim() };
    case 'run.output':
      return { kind: 'output', source: text(data, 'source'), text: text(data, 'text') };
    case 'run.message':
      return { kind: 'person', from: text(data, 'from'), text: text(data, 'text').trim() };
    case 'run.conflicts':
      return { kind: 'note', isWarning: hasConflicts(data), text: conflictNote(data) };
    case 'run.ranking':
      return { kind: 'note', isWarning: data['state'] === 'failed', text: rankingNote(data) };
    case 'run.inquiry_closed':
      return closed(data);
    case 'run.phase':
      return {
        kind: 'state',
        text: `phase “${oneLine(text(data, 'name'))}” is ${text(data, 'state')}`,
        detail: text(data, 'detail').trim(),
      };
    case 'task.changed':
      return change(event, record(data, 'change'));
    default:
      return null;
  }
}

function tool(call: Data): ThreadItem {
  const said = call['status'];
  const status = said === 'completed' || said === 'failed' ? said : 'running';
  const title = oneLine(text(call, 'title')) || text(call, 'kind') || 'tool';
  const parent = text(call, 'parent');
  return {
    kind: 'tool',
    id: text(call, 'id'),
    title,
    status,
    output: text(call, 'output').trim(),
    ...(parent !== '' && { parent }),
  };
}

function plan(data: Data): ThreadItem {
  const entries = Array.isArray(data['entries']) ? (data['entries'] as unknown[]).filter(isRecord) : [];
  return {
    kind: 'plan',
    entries: entries.map((entry) => ({
      text: oneLine(text(entry, 'text')),
      isDone: entry['status'] === 'completed',
    })),
  };
}

function usage(totals: Data): ThreadItem {
  const count = (name: string): number => (typeof totals[name] === 'number' ? totals[name] : 0);
  const tokens =
    count('inputTokens') + count('outputTokens') + count('input_tokens') + count('output_tokens');
  return { kind: 'usage', tokens };
}

// What was allowed shows as the tool call that follows; only a refusal explains something.
function permission(data: Data): ThreadItem | null {
  if (data['decision'] !== 'denied') return null;
  const title = oneLine(text(record(data, 'call'), 'title'));
  return { kind: 'note', isWarning: true, text: `not allowed: ${title} (by ${text(data, 'by')})` };
}

// A denial is said by what the agent hears of it, and an answer by the words of the person.
function closed(data: Data): ThreadItem | null {
  const outcome = record(data, 'outcome');
  const question = oneLine(text(data, 'question'));
  if (outcome['kind'] === 'allowed')
    return { kind: 'note', isWarning: false, text: `allowed by ${text(outcome, 'by')}: ${question}` };
  if (outcome['kind'] === 'expired')
    return { kind: 'note', isWarning: true, text: `nobody decided in time, so it is denied: ${question}` };
  if (outcome['kind'] !== 'void') return null;
  const why = text(outcome, 'reason');
  return { kind: 'note', isWarning: true, text: `no longer asked, because ${why}: ${question}` };
}

function change(event: EventJson, what: Data): ThreadItem | null {
  const words = wordsOf(what, event);
  if (words === null) return null;
  return { kind: 'state', text: words, detail: reasonOf(what) };
}

// Why it goes no further, in a sentence or in as many words as the agent makes of it.
function reasonOf(what: Data): string {
  switch (what['type']) {
    case 'idled':
    case 'asked':
      return text(what, 'detail').trim();
    case 'failed':
      return text(record(what, 'failure'), 'message').trim();
    case 'apply_refused':
      return text(record(what, 'notice'), 'message').trim();
    default:
      return '';
  }
}

const steps: Readonly<Record<string, string>> = {
  workspace: 'preparing a copy of the repository',
  setup: 'setting the copy up',
  agent: 'starting the agent',
};
const activities: Readonly<Record<string, string>> = {
  agent: 'the agent works',
  snapshot: 'taking a snapshot of the work',
  checks: 'running the checks',
  apply: 'applying: merging into the branch',
};

function wordsOf(what: Data, event: EventJson): string | null {
  switch (what['type']) {
    case 'accepted':
      return 'queued';
    case 'completed':
      return 'complete: to be checked';
    case 'replanned':
      return 'a draft again';
    case 'retried':
      return 'queued again, from a fresh copy';
    case 'sent_back':
    case 'resumed':
      return 'queued, to go on in its copy';
    case 'stepped':
      return steps[text(what, 'step')] ?? null;
    case 'progressed':
      return activities[text(what, 'activity')] ?? null;
    case 'idled':
    case 'asked':
      return 'waits for you';
    case 'deferred':
      return deferredWords(Number(what['notBefore']) - Date.parse(event.at), oneLine(text(what, 'reason')));
    case 'hurried':
      return 'starts now';
    case 'lost':
      return 'the worker was lost; it goes on where it was';
    case 'finished':
      return text(what, 'how') === 'returned'
        ? 'done'
        : `${text(what, 'how')} as ${text(what, 'commit').slice(0, 10)}`;
    case 'verified':
      return 'ready';
    case 'apply_queued':
      return 'in the merge queue';
    case 'apply_withdrawn':
      return 'taken out of the merge queue';
    case 'apply_started':
      return activities['apply'] ?? null;
    case 'applied':
      return `applied as ${text(what, 'commit').slice(0, 10)}`;
    case 'apply_refused':
      return 'not applied';
    case 'pull_requested':
      return `pull request ${pullRequest(what)} is open`;
    case 'pull_request_changed':
      return `pull request ${pullRequest(what)}`;
    case 'undone':
      return `undone by ${text(what, 'commit').slice(0, 10)}: ready again`;
    case 'failed':
      return 'failed';
    case 'cancelled':
      return `cancelled: ${oneLine(text(what, 'reason'))}`;
    case 'paused':
    case 'dismissed':
    case 'restored':
      return `restored: ${text(event.data, 'to')}`;
    case 'emptied':
      return 'its work was deleted for good';
    case 'deleted':
      return what['type'];
    default:
      return null; // claimed, started, edited, moved: said by the steps around them
  }
}

function pullRequest(what: Data): string {
  const data = isRecord(what['pullRequest']) ? what['pullRequest'] : {};
  const state = text(data, 'state');
  return `#${Number(data['number'])} ${state === 'open' ? '' : `was ${state} `}(${oneLine(text(data, 'url'))})`;
}

function hasConflicts(data: Data): boolean {
  const conflicts: readonly unknown[] = Array.isArray(data['conflicts']) ? data['conflicts'] : [];
  return conflicts.filter(isRecord).some((one) => !isForeknown({ files: filesOf(one) }));
}

function filesOf(conflict: Data): readonly Data[] {
  return Array.isArray(conflict['files']) ? conflict['files'].filter(isRecord) : [];
}

function rankingNote(data: Data): string {
  const agent = oneLine(text(data, 'agent'));
  const [place, of] = [data['place'], data['of']].map(String);
  switch (data['state']) {
    case 'working':
      return `${agent} compares it with its other variants`;
    case 'ranked':
      return `${agent} gives it place ${place} of ${of} (tasklane task compare)`;
    default:
      return `${agent} found no order of its variants`;
  }
}

function conflictNote(data: Data): string {
  const conflicts: readonly unknown[] = Array.isArray(data['conflicts']) ? data['conflicts'] : [];
  const words = conflicts.filter(isRecord).map((one) => {
    const files = filesOf(one);
    const paths = files.map((file) => oneLine(text(file, 'path')));
    const who = one['with'] === null ? 'the branch' : 'another task';
    return `${who} in ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''}${isForeknown({ files }) ? ', which would be resolved as before' : ''}`;
  });
  if (words.length === 0) return 'its work conflicts with nothing any more';
  return `its work conflicts with ${words.join('; ')} (tasklane queue conflicts)`;
}

// What waits for something else than a time only says for what.
function deferredWords(ms: number, reason: string): string {
  return ms >= 1 ? `waits ${span(ms)}: ${reason}` : `waits: ${reason}`;
}

function text(data: Data, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? clean(value) : '';
}

function record(data: Data, name: string): Data {
  const value = data[name];
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
