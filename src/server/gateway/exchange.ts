// One request of an agent to its model: sent on as it came but for the key, and answered as the provider answers, byte by
// byte and at the pace of the reader. What passes is read along, so that it is known what was used and what failed.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { pipeline } from 'node:stream/promises';
import type { Spent } from '../../domain/budget.ts';
import { messageOf } from '../../domain/errors.ts';
import { errorText } from '../../domain/llm/answer.ts';
import { formatOf } from '../../domain/llm/call.ts';
import type { CallOutcome, ModelCall, WireFormat } from '../../domain/llm/call.ts';
import { AnswerMeter } from '../../domain/llm/meter.ts';
import { costOf, priceOf } from '../../domain/llm/price.ts';
import type { Prices } from '../../domain/llm/price.ts';
import type { Upstream } from '../../domain/llm/providers.ts';
import { requestFacts, withoutTools } from '../../domain/llm/request.ts';
import type { RequestFacts } from '../../domain/llm/request.ts';
import { jsonOf, mostBodyBytes, readBody } from './body.ts';
import { headersForAgent, headersForProvider } from './headers.ts';
import { refuse } from './refusal.ts';
import type { Sender } from './send.ts';

export interface ExchangeInput {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: Upstream;
  readonly url: URL;
  readonly send: Sender;
  readonly prices: Prices;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Why it must not be sent, or null. */
  readonly refusal: () => string | null;
  readonly areToolsForbidden: boolean;
  /** Whether the run may use more; asked with each piece of the answer. */
  readonly mayGo: () => boolean;
  readonly onSign: () => void;
}

/** How much of an error answer is read for the provider's words. */
const mostErrorText = 64 * 1024;

export class Exchange {
  readonly #input: ExchangeInput;
  readonly #format: WireFormat | null;
  readonly #stop = new AbortController();
  readonly #at: number;
  #facts: RequestFacts = { model: null, hasTools: false };
  #length = 0;
  #meter: AnswerMeter | null = null;
  #status: number | null = null;
  #firstByteMs: number | null = null;
  #retryAfter: string | null = null;
  #error: string | null = null;
  #isCut = false;

  constructor(input: ExchangeInput) {
    this.#input = input;
    this.#format = formatOf(input.url.pathname);
    this.#at = input.now();
  }

  /** What it has used so far, reckoned where nobody said it yet. */
  get open(): Spent {
    const measured = this.#meter?.measured;
    if (measured === undefined) return { tokens: 0, cost: 0 };
    const { input, output } = measured.tokens;
    return { tokens: input + output, cost: this.#cost() ?? 0 };
  }

  /** Ends it in the middle: a budget is used up, or the run is over. */
  cut(): void {
    this.#isCut = true;
    this.#stop.abort(new Error('the run was stopped'));
  }

  /** Answers the request. Null: it asked no model. Never rejects. */
  async run(): Promise<ModelCall | null> {
    const { request, response } = this.#input;
    const onClose = (): void => {
      if (!response.writableFinished) this.#stop.abort(new Error('the agent went away'));
    };
    response.once('close', onClose);
    try {
      return this.#call(await this.#exchange(request, response));
    } catch (error) {
      return this.#call(this.#broken(error));
    } finally {
      response.off('close', onClose);
    }
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<CallOutcome> {
    const body = await readBody(request);
    if (body === null)
      return this.#refuse(413, `the request is larger than ${mostBodyBytes / 1024 ** 2} MiB`);
    const sent = await this.#prepare(request, body);
    const refusal = this.#input.refusal();
    // Not a status after which agents try again.
    if (refusal !== null) return this.#refuse(403, refusal, 'refused');
    const answer = await this.#input.send({
      url: this.#input.url,
      method: request.method ?? 'POST',
      headers: sent.headers,
      body: sent.body,
      signal: this.#stop.signal,
    });
    this.#begin(answer);
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400) {
      answer.destroy();
      return this.#refuse(502, `${this.#input.url.host} answered with a redirect, which is not followed`);
    }
    response.writeHead(status, headersForAgent(answer.rawHeaders, answer.headers));
    response.flushHeaders();
    return this.#pass(answer, response, status);
  }

  async #prepare(
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ readonly headers: ReturnType<typeof headersForProvider>; readonly body: Buffer }> {
    const { upstream, areToolsForbidden } = this.#input;
    const headers = { ...request.headers };
    let bytes = body;
    if (this.#format !== null) {
      const json = await jsonOf(body, headers['content-encoding']);
      this.#facts = requestFacts(this.#format, this.#input.url.pathname, json);
      this.#length = body.length;
      const changed = areToolsForbidden ? withoutTools(this.#format, json) : json;
      if (changed !== json) {
        bytes = Buffer.from(JSON.stringify(changed));
        delete headers['content-encoding'];
      }
    }
    const { provider, key } = upstream;
    return { headers: headersForProvider(headers, { provider, key, length: bytes.length }), body: bytes };
  }

  #begin(answer: IncomingMessage): void {
    this.#status = answer.statusCode ?? null;
    this.#firstByteMs = this.#input.now() - this.#at;
    this.#retryAfter = answer.headers['retry-after'] ?? null;
    this.#input.onSign();
  }

  async #pass(answer: IncomingMessage, response: ServerResponse, status: number): Promise<CallOutcome> {
    const format = this.#format;
    const isError = status >= 400;
    const decoder = new StringDecoder('utf8');
    const type = answer.headers['content-type'] ?? '';
    const isReadable = [undefined, 'identity'].includes(answer.headers['content-encoding']);
    if (format !== null && !isError && isReadable) this.#meter = new AnswerMeter(format, this.#length, type);
    let words = '';
    const { mayGo, onSign } = this.#input;
    const { signal } = this.#stop;
    const look = (chunk: Buffer): void => {
      onSign();
      const text = decoder.write(chunk);
      if (isError && words.length < mostErrorText) words += text;
      this.#meter?.feed(text);
    };
    await pipeline(
      answer,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          look(chunk);
          // Asked before it is passed on: what an agent has not read it cannot act on.
          if (!mayGo()) signal.throwIfAborted();
          yield chunk;
        }
      },
      response,
      { signal },
    );
    this.#meter?.end();
    if (isError) this.#error = errorText(parse(words)) ?? (words.trim().slice(0, 500) || `status ${status}`);
    return this.#judge(isError);
  }

  // A stream that ends without its last event was broken off, however politely the connection was closed.
  #judge(isError: boolean): CallOutcome {
    if (isError) return 'failed';
    const measured = this.#meter?.measured;
    if (measured === undefined) return 'ok';
    if (measured.error !== null) this.#error = measured.error;
    else if (!measured.isComplete) this.#error = 'the answer broke off before its end, or was none';
    return this.#error === null ? 'ok' : 'failed';
  }

  #broken(error: unknown): CallOutcome {
    const { response, url } = this.#input;
    if (this.#isCut) {
      if (response.headersSent) response.destroy();
      else refuse(response, this.#format, { status: 403, message: 'the run was stopped' });
      return 'cut';
    }
    // Some agents hang up as soon as they have read the last event.
    if (this.#stop.signal.aborted) return this.#meter?.measured.isComplete === true ? 'ok' : 'gone';
    if (response.headersSent) {
      this.#error = `the connection broke off: ${messageOf(error)}`;
      response.destroy();
      return 'failed';
    }
    return this.#refuse(502, `${url.host} could not be reached: ${messageOf(error) || 'no connection'}`);
  }

  #refuse(status: number, message: string, outcome: CallOutcome = 'failed'): CallOutcome {
    this.#error = message;
    refuse(this.#input.response, this.#format, { status, message });
    return outcome;
  }

  #cost(): number | null {
    const measured = this.#meter?.measured;
    const model = measured?.model ?? this.#facts.model;
    const price = model === null ? null : priceOf(model, this.#input.prices);
    return measured === undefined || price === null ? null : costOf(measured.tokens, price);
  }

  #call(outcome: CallOutcome): ModelCall | null {
    if (this.#format === null) return null;
    const measured = this.#meter?.measured;
    return {
      at: this.#at,
      durationMs: this.#input.now() - this.#at,
      firstByteMs: this.#firstByteMs,
      provider: this.#input.upstream.provider,
      format: this.#format,
      model: measured?.model ?? this.#facts.model,
      isSide: !this.#facts.hasTools,
      outcome,
      status: this.#status,
      tokens: measured?.tokens ?? null,
      isEstimated: measured?.isEstimated ?? false,
      cost: this.#cost(),
      error: this.#error,
      retryAfter: this.#retryAfter,
    };
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
