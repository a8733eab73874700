// Shows previews: a request whose host is the name of a preview goes to the port of that preview, WebSockets too. Each has
// an origin of its own, so a page in it cannot read or call us, and a browser sends it none of what it keeps for us; what
// is ours and comes nevertheless is taken out. The name is the key: it is random, and no answer of ours tells it to a page.
import { request as requestHttp } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Previews, PreviewUse } from '../../engine/review/previews.ts';
import type { Beside } from '../listen.ts';
import { headersFromPreview, headersToPreview } from './headers.ts';

/** `host`: the part of the name behind that of a preview, `preview.localhost`. */
export function previewProxy(host: string, previews: Pick<Previews, 'use'>): Beside {
  const ending = `.${host}`;
  const nameIn = (request: IncomingMessage): string | null => {
    const asked = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    return asked.endsWith(ending) ? asked.slice(0, -ending.length) : null;
  };
  const useOf = (request: IncomingMessage): PreviewUse | null => previews.use(nameIn(request) ?? '');
  return {
    takes: (request) => nameIn(request) !== null,
    handle: async (request, response) => {
      const found = useOf(request);
      if (found === null)
        return say(response, 404, 'There is no such preview. Start it with: tasklane task preview TASK');
      response.once('close', found.end);
      pass(request, response, found);
    },
    upgrade: (request, socket, head) => {
      const found = useOf(request);
      if (found === null) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      socket.once('close', found.end);
      passSocket(request, socket, head, found);
    },
  };
}

function pass(request: IncomingMessage, response: ServerResponse, { port }: PreviewUse): void {
  const sent = requestHttp({ ...placeOf(request, port), headers: headersToPreview(request) });
  sent.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersFromPreview(answer.rawHeaders));
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  sent.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else say(response, 502, `The preview does not answer: ${error.message}`);
  });
  response.once('close', () => sent.destroy());
  request.pipe(sent);
}

function passSocket(request: IncomingMessage, socket: Duplex, head: Buffer, { port }: PreviewUse): void {
  const headers: OutgoingHttpHeaders = {
    ...headersToPreview(request),
    connection: 'Upgrade',
    upgrade: request.headers.upgrade ?? 'websocket',
  };
  const sent = requestHttp({ ...placeOf(request, port), headers });
  socket.once('error', () => sent.destroy());
  socket.once('close', () => sent.destroy());
  sent.once('error', () => socket.destroy());
  sent.once('upgrade', (answer, upstream, first) => {
    socket.write(headOf(answer));
    if (first.length > 0) socket.write(first);
    if (head.length > 0) upstream.write(head);
    upstream.once('error', () => socket.destroy());
    upstream.once('close', () => socket.destroy());
    socket.once('close', () => upstream.destroy());
    upstream.pipe(socket).pipe(upstream);
  });
  // It does not speak the protocol that was asked for, and says why.
  sent.once('response', (answer) => {
    socket.write(headOf(answer));
    answer.pipe(socket);
  });
  sent.end();
}

function placeOf(request: IncomingMessage, port: number) {
  return { host: '127.0.0.1', port, method: request.method ?? 'GET', path: request.url ?? '/' };
}

function headOf(answer: IncomingMessage): string {
  const lines = answer.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${answer.rawHeaders[index + 1] ?? ''}`] : [],
  );
  return `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
