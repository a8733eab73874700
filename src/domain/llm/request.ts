// What a request to a model asks for, as far as the gateway needs to know; and the same request without the use of tools.
import type { WireFormat } from './call.ts';
import { listAt, textAt } from './fields.ts';

export interface RequestFacts {
  readonly model: string | null;
  readonly hasTools: boolean;
}

/** `body` is the parsed JSON, or undefined where it is none. */
export function requestFacts(format: WireFormat, path: string, body: unknown): RequestFacts {
  const ofPath = /\/models\/([^/:]+):/.exec(path)?.[1] ?? null;
  return {
    model: format === 'gemini' ? ofPath : textAt(body, 'model'),
    hasTools: listAt(body, 'tools').length > 0,
  };
}

/**
 * The request with its tools forbidden, for the last answer of an agent whose limit is reached. They stay listed: some
 * providers refuse a conversation with calls whose tools are gone, and the cache of the prompt stays valid.
 */
export function withoutTools(format: WireFormat, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || listAt(body, 'tools').length === 0) return body;
  switch (format) {
    case 'chat':
    case 'responses':
      return { ...body, tool_choice: 'none' };
    case 'messages':
      return { ...body, tool_choice: { type: 'none' } };
    case 'gemini':
      return { ...body, toolConfig: { functionCallingConfig: { mode: 'NONE' } } };
  }
}
