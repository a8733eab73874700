// A dialect is one provider's wire format: how a request is read, and how an answer, whole or streamed, is written.
// Dialects are pure; pacing, hanging and cutting the stream are the same for all (send.ts).
import type { Conversation } from './conversation.ts';

export interface Dialect {
  readonly name: 'chat' | 'responses' | 'anthropic' | 'gemini';
  /** Whether a POST to this path (without its query) is a request of this dialect. */
  matches(path: string): boolean;
  /** Throws when the body is not what the dialect defines. */
  read(body: unknown, path: string): Conversation;
  whole(answer: Answer): unknown;
  frames(answer: Answer): Frames;
  failure(status: number, message: string): unknown;
}

export interface Answer {
  /** Unique; dialects derive their ids from it. */
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly namespace: string | null;
  /** One text for a free-form tool. */
  readonly args: Readonly<Record<string, unknown>> | string;
}

/** A server-sent event; a string is sent as it is, all else as JSON. */
export interface Frame {
  readonly event?: string;
  readonly data: unknown;
}

/** A stream in its three parts: a scripted cut or hang happens between the words and the end. */
export interface Frames {
  readonly begin: readonly Frame[];
  readonly words: readonly Frame[];
  readonly end: readonly Frame[];
}

/** What every answer is said to have cost. Constant, so that a test can multiply. */
export const USAGE = { input: 1000, cached: 200, output: 50 } as const;

/** The text in pieces that lose nothing when joined. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+\s*/g) ?? [];
}
