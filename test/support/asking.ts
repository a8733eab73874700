// Plain HTTP as any program would speak it, with nothing of our client in between.
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body, read as JSON. */
  readonly json: () => unknown;
}

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: unknown;
}

export async function ask(url: string, path: string, asked: Asked = {}): Promise<Answer> {
  const body = asked.body === undefined ? undefined : Buffer.from(JSON.stringify(asked.body));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(new URL(path, url), {
      method: asked.method ?? 'GET',
      headers: {
        ...(asked.token !== undefined && { authorization: `Bearer ${asked.token}` }),
        ...(body && { 'content-type': 'application/json', 'content-length': body.length }),
        ...asked.headers,
      },
    });
    sent.once('response', resolve).once('error', reject);
    sent.end(body);
  });
  let text = '';
  for await (const chunk of response) text += String(chunk);
  const json = (): unknown => JSON.parse(text);
  return { status: response.statusCode ?? 0, headers: response.headers, text, json };
}

/** The code of an error, or '' for an answer that is none. */
export function codeIn(answer: Answer): string {
  if (answer.status < 400) return '';
  return (answer.json() as { error: { code: string } }).error.code;
}

export function homeToken(home: string): string {
  return readFileSync(join(home, 'token'), 'utf8').trim();
}
