// What one run of an agent may put into the event log. An agent that goes wild, or a tool that prints a gigabyte, must cost
// neither the store nor the memory of the daemon; the raw protocol log, which is bounded by itself, has what is left out here.
import type { AgentEvent, ToolCall } from './agent-event.ts';

/** Of all that it says in words, in characters. People read less than this in a week. */
const maxText = 16 * 1024 * 1024;
/** Of inputs, outputs and diffs of its tools, and of what its subagents say. */
const maxDetail = 64 * 1024 * 1024;
/** Of one output after that. */
const shortOutput = 1024;

export interface Passed {
  /** Null: nothing of it is kept. */
  readonly event: AgentEvent | null;
  /** Said once for each of the limits. */
  readonly note: string | null;
}

export class Flood {
  #text = 0;
  #detail = 0;

  see(event: AgentEvent): Passed {
    switch (event.type) {
      case 'agent.message':
      case 'agent.thought':
        return this.#seeText(event);
      case 'agent.tool':
        return this.#seeDetail(event, sizeOf(event.call), () => ({ ...event, call: shortened(event.call) }));
      case 'agent.permission':
        return this.#seeDetail(event, sizeOf(event.call), () => ({ ...event, call: shortened(event.call) }));
      case 'agent.subagent':
      case 'agent.plan':
        return this.#seeDetail(event, JSON.stringify(event).length, () => null);
      default:
        return { event, note: null };
    }
  }

  #seeText(event: Extract<AgentEvent, { text: string }>): Passed {
    const before = this.#text;
    this.#text += event.text.length;
    if (this.#text <= maxText) return { event, note: null };
    const isFirst = before <= maxText;
    return { event: null, note: isFirst ? noteOf('said', maxText, 'what more it says is left out') : null };
  }

  #seeDetail(event: AgentEvent, size: number, shorter: () => AgentEvent | null): Passed {
    const before = this.#detail;
    this.#detail += size;
    if (this.#detail <= maxDetail) return { event, note: null };
    const isFirst = before <= maxDetail;
    const note = noteOf('and its tools put out', maxDetail, 'outputs are cut short from here on');
    return { event: shorter(), note: isFirst ? note : null };
  }
}

function noteOf(what: string, max: number, so: string): string {
  return `The agent ${what} more than ${max / 1024 / 1024} MiB: ${so}. See its protocol log.`;
}

function sizeOf({ input, output, diffs }: ToolCall): number {
  const changed = diffs.reduce((sum, diff) => sum + (diff.before?.length ?? 0) + diff.after.length, 0);
  return (input?.length ?? 0) + (output?.length ?? 0) + changed;
}

function shortened(call: ToolCall): ToolCall {
  const short = (text: string | null): string | null =>
    text === null || text.length <= shortOutput ? text : `…${text.slice(-shortOutput)}`;
  return { ...call, input: short(call.input), output: short(call.output), diffs: [] };
}
