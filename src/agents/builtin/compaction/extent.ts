// How much of the model's memory a conversation takes, as far as that can be told without its tokenizer.
import type { Entry } from '../conversation.ts';
import { sinceCompaction } from '../conversation.ts';

/** Of code and English; other languages take more, which the share that starts a compaction leaves room for. */
export const charsPerToken = 3.5;

export function tokensOf(text: string): number {
  return Math.ceil(text.length / charsPerToken);
}

export interface Extent {
  /** Tokens that the next request will send. */
  readonly tokens: number;
  /** By how much estimates of this conversation are too low; at least 1. */
  readonly factor: number;
}

/**
 * What the provider counted for the last answer is exact for all before it; only what came since is estimated. `fixed`:
 * tokens of the system prompt and the tools, estimated.
 */
export function extentOf(entries: readonly Entry[], fixed: number): Extent {
  const sent = sinceCompaction(entries);
  const counted = sent.findLastIndex(
    (entry, index) => entry.type === 'assistant' && entry.usage.inputTokens > 0 && index >= keptIn(entries),
  );
  const from = sent[counted];
  if (from?.type !== 'assistant') return { tokens: fixed + sizeOfAll(sent), factor: 1 };
  const known = from.usage.inputTokens + from.usage.outputTokens;
  // Some writing takes a token for each letter, where code takes one for four.
  const factor = Math.max(1, known / (fixed + sizeOfAll(sent.slice(0, counted + 1))));
  return { tokens: known + factor * sizeOfAll(sent.slice(counted + 1)), factor };
}

export function sizeOfAll(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + sizeOf(entry), 0);
}

/** Estimated tokens of one entry. */
function sizeOf(entry: Entry): number {
  switch (entry.type) {
    case 'user':
    case 'result':
    case 'compaction':
      return tokensOf(entry.text);
    case 'assistant':
      return tokensOf(JSON.stringify(entry.message.content));
    default:
      return 0;
  }
}

/** How many of the last entries fit into so many tokens; never less than the last answer with its results. */
export function tailWithin(entries: readonly Entry[], tokens: number): number {
  const isStart = (entry: Entry): boolean => entry.type === 'assistant' || entry.type === 'user';
  let kept = 0;
  let size = 0;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || entry.type === 'compaction') break;
    size += sizeOf(entry);
    if (size > tokens && kept > 0) break;
    // A result without the answer that asked for it means nothing.
    if (isStart(entry)) kept = entries.length - index;
  }
  return kept;
}

// Answers that were kept through a compaction were counted with all that was there before it.
function keptIn(entries: readonly Entry[]): number {
  const last = entries.findLast((entry) => entry.type === 'compaction');
  return last === undefined ? 0 : last.keep + 1;
}
