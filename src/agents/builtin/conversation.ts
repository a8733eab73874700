// A conversation as a list of entries, in the order they happened, and what the model and a person see of it. Results
// are entries of their own: when the agent is killed between two calls, those that ended are known.
import { z } from 'zod';
import type { FileDiff } from '../../domain/agent-event.ts';
import { assistantMessage } from './model.ts';
import type { AssistantMessage, Message, ModelCall, StepUsage, ToolMessage } from './model.ts';

export const modeIds = ['ask', 'auto'] as const;
export type Mode = (typeof modeIds)[number];

const diff: z.ZodType<FileDiff> = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string(),
});

export const entry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), id: z.string(), cwd: z.string(), createdAt: z.string() }),
  z.object({ type: z.literal('mode'), mode: z.enum(modeIds) }),
  /** `by` agent = words of ours that keep the model going; a person is not shown them as their own. */
  z.object({ type: z.literal('user'), text: z.string(), by: z.enum(['person', 'agent']) }),
  z.object({
    type: z.literal('assistant'),
    message: assistantMessage,
    usage: z.object({ inputTokens: z.number(), outputTokens: z.number(), cachedTokens: z.number() }),
  }),
  z.object({
    type: z.literal('result'),
    callId: z.string(),
    text: z.string(),
    isError: z.boolean(),
    diffs: z.array(diff).readonly(),
  }),
  /** The model sees this text in place of all before it, but for the `keep` entries right before. */
  z.object({
    type: z.literal('compaction'),
    text: z.string(),
    keep: z.number().int().nonnegative(),
    /** Of each result among those that were kept; without it they are whole. */
    maxResultChars: z.number().int().positive().optional(),
  }),
]);
export type Entry = z.output<typeof entry>;
export type ResultEntry = Extract<Entry, { type: 'result' }>;

/** The mode chosen last. */
export function modeOf(entries: readonly Entry[]): Mode {
  return entries.findLast((each) => each.type === 'mode')?.mode ?? 'ask';
}

export function addUsage(a: StepUsage, b: StepUsage): StepUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
  };
}

/** The entries that the model still sees: the last compaction, what it kept, and what came after. */
export function sinceCompaction(entries: readonly Entry[]): readonly Entry[] {
  const at = entries.findLastIndex((each) => each.type === 'compaction');
  const compaction = entries[at];
  if (compaction?.type !== 'compaction') return entries;
  const { keep, maxResultChars } = compaction;
  const kept = entries.slice(at - keep, at).map((each) => shortened(each, maxResultChars));
  return [compaction, ...kept, ...entries.slice(at + 1)];
}

/** What the model is sent. Every call has a result there, since providers refuse a conversation where one is missing. */
export function toMessages(entries: readonly Entry[], maxResultChars?: number): readonly Message[] {
  const seen = sinceCompaction(entries).map((each) => shortened(each, maxResultChars));
  const results = resultsById(seen);
  return seen.flatMap((each): readonly Message[] => {
    if (each.type === 'user' || each.type === 'compaction') return [{ role: 'user', content: each.text }];
    if (each.type !== 'assistant') return [];
    const calls = callsOf(each.message);
    return calls.length === 0 ? [each.message] : [each.message, resultMessage(calls, results)];
  });
}

function shortened(each: Entry, maxChars: number | undefined): Entry {
  if (each.type !== 'result' || maxChars === undefined || each.text.length <= maxChars) return each;
  const half = Math.floor(maxChars / 2);
  const left = each.text.length - 2 * half;
  const cut = `[… ${left} characters cut to make room; ask for them again where you need them …]`;
  return { ...each, text: `${each.text.slice(0, half)}\n\n${cut}\n\n${each.text.slice(-half)}` };
}

export function resultsById(entries: readonly Entry[]): ReadonlyMap<string, ResultEntry> {
  return new Map(entries.filter((each) => each.type === 'result').map((each) => [each.callId, each]));
}

export function callsOf(message: AssistantMessage): readonly ModelCall[] {
  if (typeof message.content === 'string') return [];
  return message.content
    .filter((part) => part.type === 'tool-call')
    .map((part) => ({ id: part.toolCallId, name: part.toolName, input: part.input }));
}

/** Text and reasoning of an answer, in order. */
export function wordsOf(
  message: AssistantMessage,
): readonly { readonly type: 'text' | 'reasoning'; readonly text: string }[] {
  if (typeof message.content === 'string') return [{ type: 'text', text: message.content }];
  return message.content.flatMap((part) =>
    part.type === 'text' || part.type === 'reasoning' ? [{ type: part.type, text: part.text }] : [],
  );
}

export const interrupted =
  'interrupted before it ended; it may have taken effect in part, so look before you do it again';

function resultMessage(calls: readonly ModelCall[], results: ReadonlyMap<string, ResultEntry>): ToolMessage {
  return {
    role: 'tool',
    content: calls.map((call) => {
      const result = results.get(call.id);
      const isError = result?.isError ?? true;
      return {
        type: 'tool-result',
        toolCallId: call.id,
        toolName: call.name,
        output: { type: isError ? 'error-text' : 'text', value: result?.text ?? interrupted },
      };
    }),
  };
}
