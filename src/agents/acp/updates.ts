// From the updates of ACP v1 to our agent events. Tolerant by design: what cannot be read becomes a note, never an error,
// because one odd update must not end a session that otherwise works.
import { z } from 'zod';
import type { AgentEvent, ToolCall } from '../../domain/agent-event.ts';
import { subagentEvent } from './subagent-event.ts';
import { ToolCalls, toolFields } from './tool-calls.ts';
import type { ToolFields } from './tool-calls.ts';
import type { UsageMeter } from './usage.ts';

export interface Translation {
  readonly events: readonly AgentEvent[];
  /** The agent reports the end of one call of its model. */
  readonly isModelCall: boolean;
  /** It comes from a subagent inside the agent. */
  readonly isNested: boolean;
}

const meta = z
  .looseObject({
    usage: z.unknown().optional(),
    parentToolCallId: z.string().nullish(),
    subagent: z.unknown().optional(),
  })
  .nullish()
  .catch(undefined);
const notification = z.object({ update: z.looseObject({ sessionUpdate: z.string(), _meta: meta }) });
type Update = z.infer<typeof notification>['update'];

const chunk = z.object({ content: z.looseObject({ type: z.string() }) });
const plan = z.object({
  entries: z.array(
    z.object({
      content: z.string(),
      status: z.enum(['pending', 'in_progress', 'completed']).catch('pending'),
    }),
  ),
});
const notice = z.object({
  severity: z.string().catch('info'),
  title: z.string(),
  description: z.string().nullish(),
});

// Known, and nothing that a reader of the task's log needs.
const ignored = new Set([
  'user_message_chunk',
  'available_commands_update',
  'current_mode_update',
  'config_option_update',
  'session_info_update',
  'compaction_update',
  'compaction_summary_chunk',
]);

export class UpdateTranslator {
  readonly #meter: UsageMeter;
  readonly #calls = new ToolCalls();
  readonly #unknown = new Set<string>();

  constructor(meter: UsageMeter) {
    this.#meter = meter;
  }

  translate(params: unknown): Translation {
    const parsed = notification.safeParse(params).data;
    if (parsed === undefined)
      return { events: [warning('an update that cannot be read')], isModelCall: false, isNested: false };
    const { update } = parsed;
    const usage = this.#meter.modelCall(update._meta?.usage);
    const events = this.#events(update);
    return {
      events: usage === null ? events : [...events, { type: 'agent.usage', usage }],
      isModelCall: usage !== null,
      isNested: update._meta?.parentToolCallId != null,
    };
  }

  /** The tool call of a permission request, with everything known of it, and the event when that is news. */
  requested(fields: ToolFields): { readonly call: ToolCall; readonly events: readonly AgentEvent[] } {
    const news = this.#calls.upsert(fields);
    const call = news ?? this.#calls.get(fields.toolCallId);
    if (call === undefined) throw new Error(`tool call ${fields.toolCallId} is not there after its upsert`);
    return { call, events: toolEvent(news) };
  }

  #events(update: Update): readonly AgentEvent[] {
    const kind = update.sessionUpdate;
    switch (kind) {
      case 'agent_message_chunk':
        return textEvents('agent.message', update);
      case 'agent_thought_chunk':
        return textEvents('agent.thought', update);
      case 'tool_call':
        return this.#toolEvents(update, (fields) => this.#calls.announce(fields));
      case 'tool_call_update':
        return this.#toolEvents(update, (fields) => this.#calls.upsert(fields));
      case 'plan':
        return planEvents(update);
      case 'usage_update':
        return this.#costEvents(update['cost']);
      case 'notice':
        return noticeEvents(update);
      default:
        return ignored.has(kind) ? [] : this.#unknownEvents(kind);
    }
  }

  #toolEvents(update: Update, apply: (fields: ToolFields) => ToolCall | null): readonly AgentEvent[] {
    const fields = toolFields.safeParse(update).data;
    if (fields === undefined) return unreadable(update);
    const parent = update._meta?.parentToolCallId;
    const of = parent == null || parent === fields.toolCallId ? {} : { parent: this.#calls.idOf(parent) };
    const said = update._meta?.subagent;
    // It tells of the call's subagent and nothing new of the call itself.
    if (said !== undefined) return subagentEvents(said, this.#calls.idOf(fields.toolCallId), update);
    return toolEvent(apply({ ...fields, ...of }));
  }

  #costEvents(cost: unknown): readonly AgentEvent[] {
    const usage = this.#meter.costSoFar(cost);
    return usage === null ? [] : [{ type: 'agent.usage', usage }];
  }

  #unknownEvents(kind: string): readonly AgentEvent[] {
    if (this.#unknown.has(kind) || this.#unknown.size > 20) return [];
    this.#unknown.add(kind);
    return [warning(`updates of the unknown kind "${kind.slice(0, 100)}"`)];
  }
}

function subagentEvents(said: unknown, subagentId: string, update: Update): readonly AgentEvent[] {
  const event = subagentEvent(said, subagentId);
  return event === null ? unreadable(update) : [{ type: 'agent.subagent', event }];
}

function textEvents(type: 'agent.message' | 'agent.thought', update: Update): readonly AgentEvent[] {
  const content = chunk.safeParse(update).data?.content;
  if (content === undefined) return unreadable(update);
  const text = content.type === 'text' ? content['text'] : placeholder(content);
  return typeof text === 'string' && text !== '' ? [{ type, text }] : [];
}

function placeholder(content: { readonly type: string; readonly [key: string]: unknown }): string {
  return typeof content['uri'] === 'string' ? `[${content.type}: ${content['uri']}]` : `[${content.type}]`;
}

function planEvents(update: Update): readonly AgentEvent[] {
  const entries = plan.safeParse(update).data?.entries;
  if (entries === undefined) return unreadable(update);
  return [{ type: 'agent.plan', entries: entries.map(({ content, status }) => ({ text: content, status })) }];
}

function noticeEvents(update: Update): readonly AgentEvent[] {
  const said = notice.safeParse(update).data;
  if (said === undefined) return unreadable(update);
  const text = said.description == null ? said.title : `${said.title}: ${said.description}`;
  return [{ type: 'agent.note', level: said.severity === 'info' ? 'info' : 'warning', text }];
}

function toolEvent(call: ToolCall | null): readonly AgentEvent[] {
  return call === null ? [] : [{ type: 'agent.tool', call }];
}

function unreadable(update: Update): readonly AgentEvent[] {
  return [warning(`an update of the kind "${update.sessionUpdate}" that cannot be read`)];
}

function warning(what: string): AgentEvent {
  return { type: 'agent.note', level: 'warning', text: `The agent sent ${what}.` };
}
