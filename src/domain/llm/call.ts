// One request of an agent to its model, as the gateway saw it.

/** How requests and answers are written. */
export const wireFormats = ['chat', 'responses', 'messages', 'gemini'] as const;
export type WireFormat = (typeof wireFormats)[number];

export interface TokenCount {
  /** All of the input, also what came from or went to a cache. */
  readonly input: number;
  /** Of the input: read from the provider's cache. */
  readonly cached: number;
  /** Of the input: written to the provider's cache, where that is charged apart. */
  readonly cacheWrites: number;
  /** With what the model thought. */
  readonly output: number;
}

export const callOutcomes = ['ok', 'failed', 'cut', 'refused', 'gone'] as const;
/**
 * `ok`: answered to the end. `failed`: the provider answered with an error, broke off, or could not be reached. `cut`: a
 * budget ended it. `refused`: a budget was used up before. `gone`: the agent went away.
 */
export type CallOutcome = (typeof callOutcomes)[number];

export interface ModelCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  /** Until the answer began; null when it did not. */
  readonly firstByteMs: number | null;
  readonly provider: string;
  readonly format: WireFormat;
  /** As the answer says it, else as it was asked for. */
  readonly model: string | null;
  /** Without tools: no step of the work, such as a title for the conversation. */
  readonly isSide: boolean;
  readonly outcome: CallOutcome;
  /** Of HTTP; null when there was no answer. */
  readonly status: number | null;
  /** Null where nothing was used, or nothing is known of it. */
  readonly tokens: TokenCount | null;
  /** The provider did not say how many tokens, so they are reckoned from the length of the texts. */
  readonly isEstimated: boolean;
  /** In dollars; null = no price is known for the model. */
  readonly cost: number | null;
  /** The provider's own words, or what became of the connection. */
  readonly error: string | null;
  /** The header of that name, as it came. */
  readonly retryAfter: string | null;
}

/** The wire format by the path of a request; null for what asks no model, such as a list of models. */
export function formatOf(path: string): WireFormat | null {
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/responses')) return 'responses';
  if (path.endsWith('/messages')) return 'messages';
  return /:(?:streamG|g)enerateContent$/.test(path) ? 'gemini' : null;
}

export const noTokens: TokenCount = { input: 0, cached: 0, cacheWrites: 0, output: 0 };
