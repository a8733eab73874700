// Makes room in a conversation before the model's memory overflows, or after a provider said that it has: the beginning is
// replaced by the model's own summary of it, beside which the task, the plan and the changed files are kept word for word.
import { readFile } from 'node:fs/promises';
import type { Client } from '../client.ts';
import { sinceCompaction, toMessages } from '../conversation.ts';
import type { Entry } from '../conversation.ts';
import type { Model, StepUsage, ToolOffer } from '../model.ts';
import type { Transcript } from '../transcript.ts';
import { essentialsOf } from './essentials.ts';
import { charsPerToken, extentOf, sizeOfAll, tailWithin, tokensOf } from './extent.ts';
import { actionsOf, memoryText } from './memory.ts';

export interface CompactionDeps {
  readonly client: Pick<Client, 'notice' | 'showUsage'>;
  readonly transcript: Transcript;
  readonly system: string;
  readonly model: Model;
  /** Tokens that the model can see at once. */
  readonly contextWindow: number;
}

/** From this share of the model's memory on. The rest is for its answer and for what estimates miss. */
const fullAt = 0.8;
/** Shares that the last messages may keep: usually, and where even less did not fit. */
const tailShare = { full: 0.2, overflow: 0.1 };
const askedShare = 0.1;
/** In what is to be summed up after an overflow, since as it is it does not fit. */
const shortResult = 2000;

/** Whether the next request would come too near to the end of the model's memory. */
export function isFull(deps: CompactionDeps, offers: readonly ToolOffer[]): boolean {
  const { transcript, contextWindow } = deps;
  const { entries } = transcript;
  const active = sinceCompaction(entries);
  const { tokens, factor } = extentOf(entries, fixedTokens(deps, offers));
  const tail = tailWithin(active, (contextWindow * tailShare.full) / factor);
  // Nothing to gain: what is there besides the last messages is the memory that was written before.
  const older = active.slice(0, active.length - tail);
  if (older.filter(({ type }) => type === 'assistant' || type === 'result').length === 0) return false;
  return tokens > contextWindow * fullAt;
}

/**
 * Shortens the conversation. `why` overflow: it is too long to be read as a whole. The answer is what the summary used.
 * Rejects with the signal's reason when that aborts; a summary that fails is replaced by a list of what was done.
 */
export async function compact(
  deps: CompactionDeps,
  offers: readonly ToolOffer[],
  why: keyof typeof tailShare,
  signal: AbortSignal,
): Promise<StepUsage | null> {
  const { transcript, client, contextWindow } = deps;
  const { entries } = transcript;
  const fixed = fixedTokens(deps, offers);
  const { tokens: before, factor } = extentOf(entries, fixed);
  const active = sinceCompaction(entries);
  // A provider that refuses less than we were told that fits shows that it is less.
  const budget = (Math.min(contextWindow, before) * tailShare[why]) / factor;
  const keep = tailWithin(active, budget);
  const older = active.slice(0, active.length - keep);
  const { summary, usage } = await summarize(deps, offers, why === 'full' ? active : older, why, signal);
  const text = await memoryText({
    ...essentialsOf(entries),
    summary: summary ?? actionsOf(older),
    maxAskedChars: Math.floor(contextWindow * askedShare * charsPerToken),
  });
  await transcript.add({ type: 'compaction', text, keep, ...resultLimit(active.slice(-keep), keep, budget) });
  const { tokens: after } = extentOf(transcript.entries, fixed);
  await client.notice(
    'info',
    `The conversation had grown to about ${thousands(before)} of ${thousands(contextWindow)} tokens and was shortened to about ${thousands(after)}: the task, the plan, the changed files and the last messages are kept${summary === null ? ', and the calls made, because the model gave no summary' : ', and a summary of the rest'}.`,
  );
  return usage;
}

interface Summary {
  /** Null: the model gave none. */
  readonly summary: string | null;
  readonly usage: StepUsage | null;
}

// As long as everything fits it is sent as it was, so that a provider that caches has it already.
async function summarize(
  deps: CompactionDeps,
  offers: readonly ToolOffer[],
  entries: readonly Entry[],
  why: keyof typeof tailShare,
  signal: AbortSignal,
): Promise<Summary> {
  const request = await readFile(new URL('request.md', import.meta.url), 'utf8');
  const past = toMessages(entries, why === 'overflow' ? shortResult : undefined);
  const messages = [...past, { role: 'user' as const, content: request }];
  let text = '';
  try {
    const step = { system: deps.system, messages, tools: offers, onlyWords: true };
    for await (const event of deps.model.step(step, signal)) {
      if (event.type === 'restart') text = '';
      if (event.type === 'text') text += event.text;
      if (event.type !== 'end') continue;
      await deps.client.showUsage(event.usage);
      return { summary: text.trim() === '' ? null : text.trim(), usage: event.usage };
    }
  } catch {
    signal.throwIfAborted();
    // Without its words the rest is still kept; a model that is really gone fails at the next request too, and is said.
  }
  return { summary: null, usage: null };
}

// Only the last answer may be larger than what is kept, because it is always kept: then its results are cut.
function resultLimit(tail: readonly Entry[], keep: number, budget: number): { maxResultChars?: number } {
  const size = keep === 0 ? 0 : sizeOfAll(tail);
  if (size <= budget) return {};
  const results = tail.filter(({ type }) => type === 'result').length;
  return { maxResultChars: Math.max(500, Math.floor((budget * charsPerToken) / Math.max(1, results))) };
}

function fixedTokens({ system }: CompactionDeps, offers: readonly ToolOffer[]): number {
  return tokensOf(system) + tokensOf(JSON.stringify(offers));
}

function thousands(tokens: number): string {
  return Math.round(tokens).toLocaleString('en');
}
