// Which headers the gateway passes on, and where the key goes. What belongs to one connection stays there (RFC 9110 §7.6.1).
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

// The agent has no key, so whatever it sends as one is the token of its run, or something that is nobody's business.
const ofAgent: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'expect',
  'cookie',
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  // Answers are read as they pass, so they are asked for as they are.
  'accept-encoding',
]);

export function headersForProvider(
  asked: IncomingHttpHeaders,
  {
    provider,
    key,
    length,
  }: { readonly provider: string; readonly key: string | null; readonly length: number },
): OutgoingHttpHeaders {
  const named = connectionNamed(asked);
  const passed = Object.entries(asked).filter(
    ([name]) => !ofConnection.has(name) && !ofAgent.has(name) && !named.has(name),
  );
  return {
    ...Object.fromEntries(passed),
    'accept-encoding': 'identity',
    ...(length > 0 && { 'content-length': length }),
    ...(key !== null && keyHeader(asked, provider, key)),
  };
}

/** As pairs, in their order and spelling, as Node takes them. */
export function headersForAgent(raw: readonly string[], answered: IncomingHttpHeaders): string[] {
  const named = connectionNamed(answered);
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    if (ofConnection.has(name) || named.has(name) || name === 'set-cookie') continue;
    kept.push(raw[at] ?? '', raw[at + 1] ?? '');
  }
  return kept;
}

// Where the client put its own; each provider has one place that it always takes.
function keyHeader(asked: IncomingHttpHeaders, provider: string, key: string): OutgoingHttpHeaders {
  if (asked['x-api-key'] !== undefined) return { 'x-api-key': key };
  if (asked['x-goog-api-key'] !== undefined) return { 'x-goog-api-key': key };
  if (asked.authorization !== undefined) return { authorization: `Bearer ${key}` };
  if (provider === 'anthropic') return { 'x-api-key': key };
  return provider === 'google' ? { 'x-goog-api-key': key } : { authorization: `Bearer ${key}` };
}

function connectionNamed(headers: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
