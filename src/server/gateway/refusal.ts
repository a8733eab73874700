// Answers of the gateway itself, in the form in which each kind of client expects the errors of its provider.
import type { ServerResponse } from 'node:http';
import type { WireFormat } from '../../domain/llm/call.ts';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export function refuse(
  response: ServerResponse,
  format: WireFormat | null,
  { status, message }: Refusal,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(bodyOf(format, status, `Tasklane gateway: ${message}`)));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

function bodyOf(format: WireFormat | null, status: number, message: string): object {
  if (format === 'messages') return { type: 'error', error: { type: 'tasklane_gateway', message } };
  if (format === 'gemini') return { error: { code: status, message, status: 'TASKLANE_GATEWAY' } };
  return { error: { message, type: 'tasklane_gateway', code: String(status) } };
}
