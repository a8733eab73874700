// Folds the events of a task into the items of its thread, one event after the other: pieces of text that belong together become
// one, a tool call is one item whatever its many updates, a subagent's events are one box. Events may say more than this page
// knows, so only fields that are there, and of the right type, are used.
import type { EventJson } from '../../src/api/schemas.ts';
import { list, record, text } from './fields.ts';
import type { Data } from './fields.ts';
import type { SubagentItem, ThreadItem, ToolItem } from './item.ts';
import { chapterWords, rankingWords, reasonOf, stateOf, wordsOf } from './state-words.ts';
import { subagentAfter } from './subagent.ts';

export class Folder {
  readonly #items: ThreadItem[] = [];
  /** Where the item of a tool call, or of the subagent that works for it, is. */
  readonly #calls = new Map<string, number>();
  #plan: number | null = null;

  get items(): readonly ThreadItem[] {
    return this.#items;
  }

  add(event: EventJson): void {
    const { type, data } = event;
    switch (type) {
      case 'task.created':
        return this.#person(event, event.actor, text(record(data, 'task'), 'prompt'));
      case 'task.changed':
        return this.#change(event, record(data, 'change'));
      case 'agent.message':
      case 'agent.thought':
        return this.#said(event, type === 'agent.message' ? 'message' : 'thought', text(data, 'text'));
      case 'agent.tool':
        return this.#tool(event, record(data, 'call'));
      case 'agent.subagent':
        return this.#subagent(event, record(data, 'event'));
      case 'agent.plan':
        return this.#planned(event, data);
      case 'run.message':
        return this.#person(event, text(data, 'from'), text(data, 'text'));
      case 'run.output':
        return this.#output(event, text(data, 'source'), text(data, 'text'));
      case 'agent.note':
      case 'run.note':
        return this.#note(event, data['level'] === 'warning', text(data, 'text'));
      case 'run.ranking':
        return this.#note(event, false, rankingWords(data));
      case 'run.inquiry':
        return this.#note(event, true, `Asks: ${text(record(data, 'inquiry'), 'question')}`);
      case 'agent.permission':
        // What was allowed shows as the call that follows; only a refusal explains something.
        if (data['decision'] === 'denied')
          this.#note(
            event,
            true,
            `Not allowed: ${text(record(data, 'call'), 'title')} (by ${text(data, 'by')})`,
          );
        return undefined;
      default:
        return undefined;
    }
  }

  #push(item: ThreadItem): number {
    this.#items.push(item);
    return this.#items.length - 1;
  }

  #said(event: EventJson, kind: 'message' | 'thought', piece: string): void {
    const last = this.#items.at(-1);
    if (last?.kind === kind) this.#items[this.#items.length - 1] = { ...last, text: last.text + piece };
    else if (piece.trim() !== '') this.#push({ kind, ...origin(event), text: piece });
  }

  #output(event: EventJson, source: string, piece: string): void {
    const last = this.#items.at(-1);
    if (last?.kind === 'output' && last.source === source)
      this.#items[this.#items.length - 1] = { ...last, text: last.text + piece };
    else this.#push({ kind: 'output', ...origin(event), source, text: piece });
  }

  #person(event: EventJson, from: string, said: string): void {
    this.#push({ kind: 'person', ...origin(event), from, text: said });
  }

  #note(event: EventJson, isWarning: boolean, said: string): void {
    if (said.trim() !== '') this.#push({ kind: 'note', ...origin(event), isWarning, text: said.trim() });
  }

  #planned(event: EventJson, data: Data): void {
    const entries = list(data, 'entries').map((entry) => ({
      text: text(entry, 'text'),
      status: text(entry, 'status'),
    }));
    const before = this.#plan === null ? undefined : this.#items[this.#plan];
    // Ticks of one plan come one by one; it stays where it was first said, until something new is planned.
    if (this.#plan !== null && before?.kind === 'plan' && isSamePlan(before.entries, entries))
      this.#items[this.#plan] = { ...before, entries };
    else this.#plan = this.#push({ kind: 'plan', ...origin(event), entries });
  }

  #tool(event: EventJson, call: Data): void {
    const parent = this.#calls.get(text(call, 'parent'));
    const box = parent === undefined ? undefined : this.#items[parent];
    const item = toolOf(event, call);
    if (parent !== undefined && box?.kind === 'subagent') {
      this.#items[parent] = withCall(box, item);
      return;
    }
    const index = this.#calls.get(item.id);
    const known = index === undefined ? undefined : this.#items[index];
    if (index === undefined) this.#calls.set(item.id, this.#push(item));
    else if (known?.kind === 'tool') this.#items[index] = { ...item, key: known.key, at: known.at };
  }

  #subagent(event: EventJson, data: Data): void {
    const id = text(data, 'subagentId');
    const index = this.#calls.get(id);
    const known = index === undefined ? undefined : this.#items[index];
    // The tool call that asked for it becomes its box.
    const before = known?.kind === 'subagent' ? known : null;
    const at = known ?? { ...origin(event) };
    const next = subagentAfter(before, data, { key: at.key, at: at.at });
    if (index === undefined) this.#calls.set(id, this.#push(next));
    else this.#items[index] = next;
  }

  #change(event: EventJson, change: Data): void {
    const chapter = chapterWords(change);
    if (chapter !== null) {
      this.#plan = null;
      this.#push({ kind: 'chapter', ...origin(event), text: chapter });
      return;
    }
    const words = wordsOf(change, event.actor);
    const to = stateOf(event.data['to']);
    if (words === null || to === null) return;
    this.#push({ kind: 'state', ...origin(event), to, text: words, detail: reasonOf(change) });
  }
}

function origin(event: EventJson): { readonly key: string; readonly at: string } {
  return { key: `e${event.id}`, at: event.at };
}

function toolOf(event: EventJson, call: Data): ToolItem {
  const status = text(call, 'status');
  return {
    kind: 'tool',
    ...origin(event),
    id: text(call, 'id'),
    title: text(call, 'title') || text(call, 'kind') || 'Tool',
    toolKind: text(call, 'kind'),
    status: status === 'completed' || status === 'failed' || status === 'pending' ? status : 'running',
    input: text(call, 'input'),
    output: text(call, 'output'),
    diffs: list(call, 'diffs').map((diff) => ({
      path: text(diff, 'path'),
      before: typeof diff['before'] === 'string' ? diff['before'] : null,
      after: text(diff, 'after'),
    })),
  };
}

function withCall(box: SubagentItem, { id, title, status }: ToolItem): SubagentItem {
  const isKnown = box.calls.some((call) => call.id === id);
  const calls = isKnown
    ? box.calls.map((call) => (call.id === id ? { id, title, status } : call))
    : [...box.calls, { id, title, status }];
  return { ...box, calls };
}

function isSamePlan(
  one: readonly { readonly text: string }[],
  other: readonly { readonly text: string }[],
): boolean {
  const known = new Set(one.map((entry) => entry.text));
  return one.length === 0 || other.some((entry) => known.has(entry.text));
}
