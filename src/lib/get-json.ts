// One HTTP GET of JSON from an address that is known beforehand: a time limit for all of it, no redirect followed, and no more
// read than is wanted. What comes back is anybody's: whoever calls holds it against a schema.

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where the body is no JSON. */
  readonly value: unknown;
}

export interface JsonRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  readonly signal?: AbortSignal;
}

/** Rejects with an Error in words when there is no answer: no connection, too late, too large, aborted. */
export async function getJson(url: string, options: JsonRequest): Promise<JsonAnswer> {
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
  try {
    const response = await fetch(url, { headers: options.headers, redirect: 'manual', signal });
    const text = await bounded(response, options.mostBytes);
    return { status: response.status, headers: response.headers, value: jsonOf(text) };
  } catch (error) {
    if (limit.aborted) throw new Error(`no answer within ${options.timeoutMs / 1000} s`, { cause: error });
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(cause instanceof Error ? cause.message : String(cause), { cause: error });
  }
}

async function bounded(
  { body }: { readonly body: ReadableStream<Uint8Array> | null },
  most: number,
): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new Error(`the answer is larger than ${most / 1024} KiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a page for people, such as that of a proxy
  }
}
