// What settings take as an address.

/** In lower case, and short enough that a name before it still fits (RFC 1035). */
export const hostName = /^(?=.{1,180}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

// Tokens and codes go there: over TLS, or not over a network at all.
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere);
}

export function isHttp(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

export function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin;
}
