// From the updates of ACP to our agent events: those of version 1, which we ask for, and those that version 2 has instead. Tolerant by design: what cannot be read becomes a note, never an error,
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

const wholeMessage = z.object({ messageId: z.string(), content: z.array(z.unknown()).nullish() });
const outputChunk = z.object({ toolCallId: z.string(), content: z.unknown() });
const stateSaid = z.object({ state: z.enum(['idle', 'running', 'requires_action']) });

const longestUnknown = 2000;
const mostUnknown = 20;

// Known, and nothing that a reader of the task's log needs.
const ignored = new Set([
  'user_message_chunk',
  'user_message',
  // Of terminals that a client lends: we lend none.
  'terminal_update',
  'terminal_output_chunk',
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
  /** Id of the message that was told last. */
  #newest: string | null = null;

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
        return this.#chunk('agent.message', update);
      case 'agent_thought_chunk':
        return this.#chunk('agent.thought', update);
      case 'agent_message':
        return this.#whole('agent.message', update);
      case 'agent_thought':
        return this.#whole('agent.thought', update);
      case 'tool_call_content_chunk':
        return this.#outputEvents(update);
      case 'plan_update':
        return planEvents(update, update['plan']);
      case 'state_update':
        return stateEvents(update);
      case 'tool_call':
        return this.#toolEvents(update, (fields) => this.#calls.announce(fields));
      case 'tool_call_update':
        return this.#toolEvents(update, (fields) => this.#calls.upsert(fields));
      case 'plan':
        return planEvents(update, update);
      case 'usage_update':
        return this.#costEvents(update['cost']);
      case 'notice':
        return noticeEvents(update);
      default:
        return ignored.has(kind) ? [] : this.#unknownEvents(update);
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

  // Kept and shown as what it is: what we do not know may be what a person looks for.
  #unknownEvents({ sessionUpdate: kind, ...rest }: Update): readonly AgentEvent[] {
    const said = JSON.stringify(rest);
    const text = `an update of the unknown kind "${kind.slice(0, 100)}": ${said.slice(0, longestUnknown)}`;
    if (this.#unknown.has(text) || this.#unknown.size >= mostUnknown) return [];
    this.#unknown.add(text);
    return [warning(text)];
  }

  #chunk(type: 'agent.message' | 'agent.thought', update: Update): readonly AgentEvent[] {
    if (typeof update['messageId'] === 'string') this.#newest = update['messageId'];
    return textEvents(type, update, update);
  }

  // The whole of a message: of one that was streamed a moment ago it says nothing new.
  #whole(type: 'agent.message' | 'agent.thought', update: Update): readonly AgentEvent[] {
    const { messageId, content } = wholeMessage.safeParse(update).data ?? {};
    if (messageId === undefined) return unreadable(update);
    if (this.#newest === messageId) return [];
    this.#newest = messageId;
    return (content ?? []).flatMap((block) => textEvents(type, { content: block }, update));
  }

  #outputEvents(update: Update): readonly AgentEvent[] {
    const said = outputChunk.safeParse(update).data;
    if (said === undefined) return unreadable(update);
    return toolEvent(this.#calls.append(said.toolCallId, said.content));
  }
}

function subagentEvents(said: unknown, subagentId: string, update: Update): readonly AgentEvent[] {
  const event = subagentEvent(said, subagentId);
  return event === null ? unreadable(update) : [{ type: 'agent.subagent', event }];
}

function textEvents(
  type: 'agent.message' | 'agent.thought',
  said: unknown,
  update: Update,
): readonly AgentEvent[] {
  const content = chunk.safeParse(said).data?.content;
  if (content === undefined) return unreadable(update);
  const text = content.type === 'text' ? content['text'] : placeholder(content);
  return typeof text === 'string' && text !== '' ? [{ type, text }] : [];
}

function placeholder(content: { readonly type: string; readonly [key: string]: unknown }): string {
  return typeof content['uri'] === 'string' ? `[${content.type}: ${content['uri']}]` : `[${content.type}]`;
}

function stateEvents(update: Update): readonly AgentEvent[] {
  const state = stateSaid.safeParse(update).data?.state;
  return state === undefined ? unreadable(update) : [{ type: 'agent.state', state }];
}

function planEvents(update: Update, said: unknown): readonly AgentEvent[] {
  const entries = plan.safeParse(said).data?.entries;
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
