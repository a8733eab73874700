// Sends a reply over HTTP, at the script's pace, and ends it as the script says: complete, hanging, or cut off.
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Dialect, Frame } from './dialect.ts';
import type { Reply } from './reply.ts';

// A client that learns of the cut together with the words drops the words: without this pause a fetch whose reader came
// 30 ms late lost them in 200 of 200 tries.
const CUT_PAUSE_MS = 100;

type AnswerReply = Reply & { readonly kind: 'answer' };

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Resolves when all is sent that will be. A client that goes away ends it early. */
export async function sendAnswer(
  response: ServerResponse,
  dialect: Dialect,
  answer: Answer,
  options: { readonly reply: AnswerReply; readonly stream: boolean; readonly signal: AbortSignal },
): Promise<void> {
  await sleep(options.reply.delayMs, undefined, { signal: options.signal });
  if (options.stream) await sendStream(response, dialect, answer, options);
  else await sendWhole(response, dialect.whole(answer), options.reply);
}

async function sendStream(
  response: ServerResponse,
  dialect: Dialect,
  answer: Answer,
  options: { readonly reply: AnswerReply; readonly signal: AbortSignal },
): Promise<void> {
  const frames = dialect.frames(answer);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  for (const frame of frames.begin) await write(response, encode(frame));
  for (const frame of frames.words) {
    await write(response, encode(frame));
    if (options.reply.wordDelayMs > 0)
      await sleep(options.reply.wordDelayMs, undefined, { signal: options.signal });
  }
  if (options.reply.ending === 'hang') return;
  if (options.reply.ending === 'cut') {
    await sleep(CUT_PAUSE_MS, undefined, { signal: options.signal });
    response.destroy();
    return;
  }
  for (const frame of frames.end) await write(response, encode(frame));
  response.end();
}

async function sendWhole(response: ServerResponse, body: unknown, reply: AnswerReply): Promise<void> {
  if (reply.ending === 'hang') return;
  if (reply.ending === 'complete') {
    sendJson(response, 200, body);
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  await write(response, text.slice(0, text.length / 2));
  response.destroy();
}

function encode(frame: Frame): string {
  const data = typeof frame.data === 'string' ? frame.data : JSON.stringify(frame.data);
  return `${frame.event === undefined ? '' : `event: ${frame.event}\n`}data: ${data}\n\n`;
}

function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
