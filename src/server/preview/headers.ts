// What goes to a preview and comes back. Nothing of ours reaches it, and it can keep nothing that would reach us.
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** What belongs to one connection (RFC 9110 §7.6.1), and what only we are told. */
const kept: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'coder-session-token',
]);

const ourCookie = /^(?:__Host-)?(?:tasklane_|coder_session_token)/i;

/** The host stays as it was asked for: a server compares it with the origin, and makes links from it. */
export function headersToPreview(request: IncomingMessage): OutgoingHttpHeaders {
  const { cookie, ...others } = request.headers;
  const passed = Object.fromEntries(Object.entries(others).filter(([name]) => !kept.has(name)));
  const cookies = (cookie ?? '')
    .split(/; */)
    .filter((pair) => pair !== '' && !ourCookie.test(pair))
    .join('; ');
  return {
    ...passed,
    ...(cookies !== '' && { cookie: cookies }),
    'x-forwarded-host': request.headers.host ?? '',
    'x-forwarded-for': (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

/** As name, value, name, value: a header may come several times. A cookie is for the preview's own host alone. */
export function headersFromPreview(raw: readonly string[]): string[] {
  const passed: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = [raw[index], raw[index + 1]];
    const lower = name.toLowerCase();
    if (kept.has(lower) || lower === 'transfer-encoding') continue;
    if (lower !== 'set-cookie') passed.push(name, value);
    else if (!ourCookie.test(value)) passed.push(name, value.replace(/;\s*domain=[^;]*/gi, ''));
  }
  return passed;
}
