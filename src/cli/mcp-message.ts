// What has to be known of a JSON-RPC message to carry it from one transport of MCP to the other. Everything else is passed on.

export type Message = Readonly<Record<string, unknown>>;
export type Id = string | number;

/** Null: it is no JSON. A batch (revision 2025-03-26) is read too. */
export function messageIn(line: string): Message | readonly Message[] | null {
  try {
    const json: unknown = JSON.parse(line);
    return isMessage(json) || (Array.isArray(json) && json.every(isMessage)) ? json : null;
  } catch {
    return null; // whoever wrote it is told so
  }
}

export function idOf(message: Message): Id | null {
  const { id } = message;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** The request that a notification takes back. */
export function cancelledBy(message: Message): Id | null {
  if (message['method'] !== 'notifications/cancelled') return null;
  const params = message['params'];
  const id = isMessage(params) ? params['requestId'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** The revision that both ends agreed upon, in the answer to `initialize`. */
export function versionIn(answer: Message): string | null {
  const result = answer['result'];
  const version = isMessage(result) ? result['protocolVersion'] : undefined;
  return typeof version === 'string' ? version : null;
}

/**
 * What streamable HTTP says in headers and standard input does not: the revision, and since 2026-07-28 also the method and
 * the thing it is about, which the server compares with the message.
 */
export function headersOf(message: Message, agreed: string | null): Readonly<Record<string, string>> {
  const params = isMessage(message['params']) ? message['params'] : {};
  const meta = isMessage(params['_meta']) ? params['_meta'] : {};
  const version = meta['io.modelcontextprotocol/protocolVersion'] ?? agreed;
  const method = message['method'];
  const about = typeof method === 'string' ? params[subjects[method] ?? ''] : undefined;
  return {
    ...(typeof version === 'string' && { 'mcp-protocol-version': inHeader(version) }),
    ...(typeof method === 'string' && { 'mcp-method': inHeader(method) }),
    ...(typeof about === 'string' && { 'mcp-name': inHeader(about) }),
  };
}

const subjects: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** What a header cannot hold goes as base64, marked as the protocol wants it. */
function inHeader(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text) && !text.startsWith('=?')) return text;
  return `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

export function failed(id: Id | null, code: number, message: string, data?: unknown): Message {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } };
}

export function isMessage(json: unknown): json is Message {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
