// One HTTP POST to an address that somebody else named: one try, a time limit for all of it, no redirect followed, little of
// the answer read, and a look at the address that the name really leads to, at the moment it is connected to.
import { lookup as dnsLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

export interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Why an IP address must not be connected to, or null. */
  readonly refuse: (address: string) => string | null;
}

export interface PostAnswer {
  readonly status: number;
  /** The beginning of the body. */
  readonly text: string;
}

const mostRead = 4096;

/** Rejects with an Error in words when there is no answer: no connection, too late, refused, aborted. */
export async function post(url: URL, options: PostRequest): Promise<PostAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const refused = isIP(host) === 0 ? null : options.refuse(host);
  if (refused !== null) throw new Error(refused);
  const limit = AbortSignal.timeout(options.timeoutMs);
  try {
    return await exchange(url, options, AbortSignal.any([options.signal, limit]));
  } catch (error) {
    if (limit.aborted && !options.signal.aborted)
      throw new Error(`no answer within ${options.timeoutMs / 1000} s`, { cause: error });
    throw error;
  }
}

async function exchange(url: URL, options: PostRequest, signal: AbortSignal): Promise<PostAnswer> {
  const body = Buffer.from(options.body);
  const settings: RequestOptions = {
    method: 'POST',
    headers: { ...options.headers, 'content-length': body.length },
    // A connection of its own: one that was kept may be dead by now, and that would count as a failure of the receiver.
    agent: false,
    lookup: guardedLookup(options.refuse),
    signal,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, settings);
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  return { status: response.statusCode ?? 0, text: await beginning(response) };
}

async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes);
      size += bytes.length;
      if (size >= mostRead) break;
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, mostRead).toString('utf8');
}

// Asked by the connection itself, so that a name cannot be one address for the check and another one for the connection.
function guardedLookup(refuse: PostRequest['refuse']): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const reasons: string[] = [];
      const allowed = found.filter(({ address }: LookupAddress) => {
        const reason = refuse(address);
        if (reason !== null) reasons.push(reason);
        return reason === null;
      });
      const [first] = allowed;
      if (first === undefined) return callback(new Error(reasons[0] ?? `${hostname} has no address`), '', 0);
      if (options.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}
