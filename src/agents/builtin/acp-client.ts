// The client of an ACP connection: our words in, the protocol's out.
import { isAbsolute, join } from 'node:path';
import { methods } from '@agentclientprotocol/sdk';
import type {
  AgentContext,
  PermissionOption,
  SessionUpdate,
  ToolCall,
  ToolCallContent,
} from '@agentclientprotocol/sdk';
import type { FileDiff } from '../../domain/agent-event.ts';
import { runAnswer, runMethod } from '../subagents/run.ts';
import type { CallState, Client, Permission, ShownCall } from './client.ts';
import type { StepUsage } from './model.ts';

export interface AcpClientOptions {
  readonly sessionId: string;
  /** The protocol wants absolute paths. */
  readonly root: string;
  readonly contextWindow: number;
  /** Whether the client shows notices; without it they are words of the agent. */
  readonly hasNotices: boolean;
  readonly newId: () => string;
}

const statuses = {
  pending: 'pending',
  running: 'in_progress',
  completed: 'completed',
  failed: 'failed',
} as const;

const permissionOptions: PermissionOption[] = [
  { optionId: 'once', name: 'Allow', kind: 'allow_once' },
  { optionId: 'always', name: 'Allow for this session', kind: 'allow_always' },
  { optionId: 'refused', name: 'Refuse', kind: 'reject_once' },
];
const permissions: readonly Permission[] = ['once', 'always', 'refused'];

export function acpClient(context: AgentContext, options: AcpClientOptions): Client {
  const { sessionId, root } = options;
  // A client that is gone hears nothing more; the end of the connection ends the turn.
  const send = (update: SessionUpdate): Promise<void> =>
    context.notify(methods.client.session.update, { sessionId, update }).catch(() => undefined);
  return {
    say: (text, messageId) => send({ sessionUpdate: 'agent_message_chunk', ...chunk(text), messageId }),
    think: (text, messageId) => send({ sessionUpdate: 'agent_thought_chunk', ...chunk(text), messageId }),
    heard: (text) => send({ sessionUpdate: 'user_message_chunk', ...chunk(text) }),
    showCall: (call, state) =>
      send({ sessionUpdate: 'tool_call', ...described(call, root), ...progressed(state, root) }),
    updateCall: (call, state) =>
      send({
        sessionUpdate: 'tool_call_update',
        toolCallId: call.id,
        ...progressed(state, root),
        ...lineage(call),
      }),
    notice: (severity, sentence) =>
      options.hasNotices
        ? send({ sessionUpdate: 'notice', severity, title: sentence })
        : send({
            sessionUpdate: 'agent_message_chunk',
            ...chunk(`${sentence}\n`),
            messageId: options.newId(),
          }),
    showPlan: (entries) =>
      send({
        sessionUpdate: 'plan',
        entries: entries.map(({ text, status }) => ({ content: text, priority: 'medium', status })),
      }),
    showSubagent: (callId, event, usage) =>
      send({
        sessionUpdate: 'tool_call_update',
        toolCallId: callId,
        _meta: {
          subagent: event,
          ...(usage !== null && { usage: usageMeta(usage), parentToolCallId: callId }),
        },
      }),
    showUsage: (usage) =>
      send({
        sessionUpdate: 'usage_update',
        used: usage.inputTokens + usage.outputTokens,
        size: options.contextWindow,
        _meta: { usage: usageMeta(usage) },
      }),
    runElsewhere: async ({ limits, ...request }, signal) => {
      const { maxTurns, maxTimeMinutes, maxTokens } = limits;
      const params = { sessionId, ...request, limits: { maxTurns, maxTimeMinutes, maxTokens } };
      const answer: unknown = await context.request(runMethod, params, {
        cancellationSignal: signal,
        stopWaitingOnCancel: true,
      });
      return runAnswer.parse(answer);
    },
    askPermission: async (call, diffs, signal) => {
      const answer = await context.request(
        methods.client.session.requestPermission,
        {
          sessionId,
          toolCall: { ...described(call, root), ...progressed({ status: 'pending', diffs }, root) },
          options: permissionOptions,
        },
        { cancellationSignal: signal, stopWaitingOnCancel: true },
      );
      if (answer.outcome.outcome === 'cancelled') return 'cancelled';
      const { optionId } = answer.outcome;
      // An option that was not offered allows nothing.
      return permissions.find((permission) => permission === optionId) ?? 'refused';
    },
  };
}

/** Tokens under the names that other agents and the protocol's draft use. */
export function usageMeta(usage: StepUsage): Readonly<Record<string, number>> {
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    totalTokens: usage.inputTokens + usage.outputTokens,
    cachedReadTokens: usage.cachedTokens,
  };
}

function chunk(text: string): { content: { type: 'text'; text: string } } {
  return { content: { type: 'text', text } };
}

function described(call: ShownCall, root: string): ToolCall {
  return {
    toolCallId: call.id,
    name: call.name,
    title: call.title,
    kind: call.kind,
    locations: call.paths.map((path) => ({ path: absolute(path, root) })),
    rawInput: call.input,
    ...lineage(call),
  };
}

function lineage({ parent }: ShownCall): { _meta?: { parentToolCallId: string } } {
  return parent === undefined ? {} : { _meta: { parentToolCallId: parent } };
}

function progressed(
  state: CallState,
  root: string,
): { status: (typeof statuses)[CallState['status']]; content?: ToolCallContent[] } {
  const status = statuses[state.status];
  const content: ToolCallContent[] = (state.diffs ?? []).map((diff) => shownDiff(diff, root));
  if (state.text !== undefined && state.text !== '')
    content.push({ type: 'content', content: { type: 'text', text: state.text } });
  // Without content the client keeps what it has.
  return content.length === 0 ? { status } : { status, content };
}

function shownDiff(diff: FileDiff, root: string): ToolCallContent {
  return { type: 'diff', path: absolute(diff.path, root), oldText: diff.before, newText: diff.after };
}

function absolute(path: string, root: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
