// Many streams in one process: each checks that the ids come one after the other, and some measure how late they are.
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { ClientsOrder, ClientsSay } from './messages.ts';

/** Every so many clients one measures. */
const sampled = 20;

let received = 0;
let lost = 0;
let doubled = 0;
const latencies: number[] = [];
const places: number[] = [];
let finishAt = Infinity;
let isSaid = false;

const say = (message: ClientsSay): void => void process.send?.(message);

function connect(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, resolve).once('error', reject);
  });
}

function listen(response: IncomingMessage, index: number): void {
  let rest = '';
  // The first event of the log is the task's creation, which nobody waits for.
  places[index] = 1;
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const now = process.hrtime.bigint();
    const messages = (rest + chunk).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) take(message, index, now);
    look();
  });
  response.on('error', () => undefined);
}

function take(message: string, index: number, now: bigint): void {
  const id = Number(/^id: (\d+)$/m.exec(message)?.[1]);
  if (Number.isNaN(id)) return;
  const before = places[index] ?? 0;
  received += 1;
  if (id <= before) doubled += 1;
  else {
    lost += id - before - 1;
    places[index] = id;
  }
  if (index % sampled !== 0) return;
  const sent = /"text":"(\d+) /.exec(message)?.[1];
  if (sent !== undefined) latencies.push(Number(now - BigInt(sent)) / 1e6);
}

function look(): void {
  if (isSaid || places.some((place) => place < finishAt)) return;
  report();
}

function report(): void {
  isSaid = true;
  const missing = places.reduce((sum, place) => sum + Math.max(0, finishAt - place), 0);
  say({
    kind: 'result',
    received,
    lost: lost + missing,
    doubled,
    latencies: latencies.toSorted((one, other) => one - other),
  });
}

process.on('message', (message) => {
  const order = message as ClientsOrder;
  if (order.do === 'connect') {
    const opening = Array.from({ length: order.count }, async (_, index) =>
      listen(await connect(order.port, order.path), index),
    );
    void Promise.all(opening).then(() => say({ kind: 'connected' }));
  } else {
    finishAt = order.last;
    look();
    // Whoever has not got it by then has lost it.
    setTimeout(() => {
      if (!isSaid) report();
    }, 20_000).unref();
  }
});
