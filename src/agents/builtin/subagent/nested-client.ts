// The client of a subagent: what it does reaches the person as something that belongs to the call it works for, and is at
// the same time told as the subagent's events. Its words stay with it: what matters of them is its last message.
import { messageOf } from '../../../domain/errors.ts';
import type { SubagentEventBody } from '../../../domain/subagent/event.ts';
import type { CallState, Client, ShownCall } from '../client.ts';
import type { StepUsage } from '../model.ts';

const maxArgs = 2000;
const maxError = 500;

export interface NestedClientOptions {
  readonly client: Client;
  /** The call that the subagent works for. */
  readonly callId: string;
  readonly emit: (event: SubagentEventBody, usage?: StepUsage) => Promise<void>;
  readonly round: () => number;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

export function nestedClient({ client, callId, emit, round, now }: NestedClientOptions): Client {
  const begun = new Map<string, number>();
  // Models number their calls anew in each conversation, so two subagents may use the same ids at once.
  const nested = (call: ShownCall): ShownCall => ({ ...call, id: `${callId}/${call.id}`, parent: callId });
  return {
    say: () => Promise.resolve(),
    think: () => Promise.resolve(),
    heard: () => Promise.resolve(),
    notice: (severity, sentence) => client.notice(severity, sentence),
    // The plan that a person sees is that of the agent they talk to.
    showPlan: () => Promise.resolve(),
    showSubagent: (id, event, usage) => client.showSubagent(id, event, usage),
    runElsewhere: (request, signal) => client.runElsewhere(request, signal),
    showCall: async (call, state) => {
      begun.set(call.id, now());
      const { id, name, title } = nested(call);
      await emit({
        type: 'tool_call',
        round: round(),
        callId: id,
        name,
        description: title,
        args: argsOf(call),
      });
      await client.showCall(nested(call), state);
    },
    updateCall: async (call, state) => {
      await client.updateCall(nested(call), state);
      if (state.status !== 'completed' && state.status !== 'failed') return;
      const durationMs = Math.round(now() - (begun.get(call.id) ?? now()));
      const { id, name } = nested(call);
      const success = state.status === 'completed';
      const error = success ? null : errorOf(state);
      await emit({ type: 'tool_result', round: round(), callId: id, name, success, error, durationMs });
    },
    showUsage: async (usage) => {
      const { inputTokens, outputTokens } = usage;
      const totalTokens = inputTokens + outputTokens;
      await emit({ type: 'usage', round: round(), inputTokens, outputTokens, totalTokens }, usage);
    },
    askPermission: async (call, diffs, signal) => {
      const { id, name, title } = nested(call);
      await emit({ type: 'approval_request', round: round(), callId: id, name, description: title });
      return client.askPermission(nested(call), diffs, signal);
    },
  };
}

function argsOf(call: ShownCall): string {
  try {
    return (JSON.stringify(call.input) ?? '').slice(0, maxArgs);
  } catch (error) {
    return messageOf(error);
  }
}

function errorOf(state: CallState): string {
  return (state.text ?? 'failed').slice(0, maxError);
}
