// Counts what one answer uses while it streams by: feed it a copy of the text. It never holds more than one event of a
// stream, and of an answer that is no stream no more than `mostKept`.
import { errorText, readPiece } from './answer.ts';
import type { Piece } from './answer.ts';
import { noTokens } from './call.ts';
import type { TokenCount, WireFormat } from './call.ts';

export interface Measured {
  readonly model: string | null;
  readonly tokens: TokenCount;
  readonly isEstimated: boolean;
  /** The provider's words for what went wrong inside of the answer. */
  readonly error: string | null;
  /** The answer said that it is complete. */
  readonly isComplete: boolean;
}

/** An answer, or an event, that is longer is not read. */
const mostKept = 8 * 1024 * 1024;

/** What a token is in ordinary text, nearly; only used while the provider has not said how many there were. */
const charactersPerToken = 4;

export class AnswerMeter {
  readonly #format: WireFormat;
  readonly #requestLength: number;
  readonly #isStream: boolean;
  #rest = '';
  #isTooLong = false;
  #tokens: Partial<TokenCount> = {};
  #model: string | null = null;
  #error: string | null = null;
  #characters = 0;
  #isComplete = false;

  /** `requestLength` in characters; `contentType` of the answer. */
  constructor(format: WireFormat, requestLength: number, contentType: string) {
    this.#format = format;
    this.#requestLength = requestLength;
    this.#isStream = contentType.includes('text/event-stream');
  }

  feed(text: string): void {
    if (this.#isTooLong) return;
    this.#rest += text;
    if (this.#isStream) this.#readLines();
    if (this.#rest.length <= mostKept) return;
    this.#isTooLong = true;
    this.#rest = '';
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#isStream) {
      this.#rest += '\n';
      this.#readLines();
      return;
    }
    const data = parse(this.#rest);
    this.#rest = '';
    // Gemini's stream without `alt=sse` is one list.
    for (const one of Array.isArray(data) ? (data as unknown[]) : [data]) this.#see(one);
    this.#error ??= data === undefined || this.#isComplete ? null : errorText(data);
  }

  get measured(): Measured {
    const { input, output } = this.#tokens;
    const written = Math.ceil(this.#characters / charactersPerToken);
    const isSaid = input !== undefined && output !== undefined;
    return {
      model: this.#model,
      tokens: {
        ...noTokens,
        ...this.#tokens,
        input: input ?? Math.ceil(this.#requestLength / charactersPerToken),
        // What Anthropic says at the beginning is only the first token.
        output: isSaid && this.#isComplete ? output : Math.max(output ?? 0, written),
      },
      isEstimated: !isSaid,
      error: this.#error,
      isComplete: this.#isComplete,
    };
  }

  // Every provider here writes one line of data for each event.
  #readLines(): void {
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data:')) continue;
      const text = line.slice(5).trim();
      this.#see(text === '[DONE]' ? text : parse(text));
    }
  }

  #see(data: unknown): void {
    if (data === undefined) return;
    const piece: Piece = readPiece(this.#format, data);
    this.#model = piece.model ?? this.#model;
    this.#tokens = { ...this.#tokens, ...piece.tokens };
    this.#error = piece.error ?? this.#error;
    this.#characters += piece.characters;
    this.#isComplete ||= piece.isEnd;
  }
}

function parse(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return data;
  } catch {
    return undefined;
  }
}
