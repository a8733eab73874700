// A thousand live streams on one machine that receive a hundred events a second: whether anything is lost or doubled, how late
// it comes, and what it costs, beside the plainest loop over Hono's own helper in the same run. Server and clients are
// processes of their own. `--quick` is a small run that only proves that nothing is lost.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ClientsOrder, ClientsSay, ServerOrder, ServerSays, Way } from './events/messages.ts';
import { median } from './start/figures.ts';

const isQuick = process.argv.includes('--quick');
const clients = isQuick ? 60 : 1000;
const perSecond = 100;
const seconds = isQuick ? 2 : 4;
const rounds = isQuick ? 1 : 3;

interface Figures {
  readonly p50: number;
  readonly p99: number;
  /** Share of one processor. */
  readonly cpu: number;
  readonly microsEach: number;
  readonly peakMiB: number;
  readonly grownMiB: number;
  readonly lost: number;
  readonly doubled: number;
  readonly received: number;
}

async function main(): Promise<void> {
  const found: Record<Way, Figures[]> = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const way of ['ours', 'bare'] as const) {
      const figures = await measure(way);
      found[way].push(figures);
      console.log(JSON.stringify({ round, way, ...figures }));
    }
  console.log(`${clients} streams, ${perSecond} events a second, ${seconds} s, median of ${rounds}`);
  console.table([row('Tasklane', found.ours), row("Hono's streamSSE in a loop", found.bare)]);
  const ratio = (key: keyof Figures): string =>
    (median(found.bare.map((one) => one[key])) / median(found.ours.map((one) => one[key]))).toFixed(1);
  console.log(
    `Hono's helper: ${ratio('microsEach')} × the processor time, ${ratio('p99')} × the p99, ` +
      `${ratio('peakMiB')} × the memory.`,
  );
  const wrong = found.ours.filter((one) => one.lost + one.doubled > 0);
  if (wrong.length > 0) throw new Error(`events were lost or doubled: ${JSON.stringify(wrong)}`);
}

async function measure(way: Way): Promise<Figures> {
  const server = new Peer<ServerOrder, ServerSays>('./events/server.ts', []);
  const readers = new Peer<ClientsOrder, ClientsSay>('./events/clients.ts', []);
  try {
    const { port } = await server.hear('port');
    readers.say({ do: 'connect', port, path: `/${way}`, count: clients });
    await readers.hear('connected');
    server.say({ do: 'measure' });
    const before = await server.hear('usage');
    const began = performance.now();
    server.say({ do: 'write', perSecond, seconds });
    const written = await server.hear('written');
    readers.say({ do: 'finish', last: written.last });
    const result = await readers.hear('result');
    server.say({ do: 'measure' });
    const after = await server.hear('usage');
    const took = performance.now() - began;
    const cpuMs = after.cpuMs - before.cpuMs;
    const at = (share: number): number =>
      result.latencies[Math.floor(result.latencies.length * share)] ?? Number.NaN;
    return {
      p50: at(0.5),
      p99: at(0.99),
      cpu: cpuMs / took,
      microsEach: (cpuMs * 1000) / result.received,
      peakMiB: Math.max(written.peakMiB, after.rssMiB),
      grownMiB: Math.max(written.peakMiB, after.rssMiB) - before.rssMiB,
      lost: result.lost,
      doubled: result.doubled,
      received: result.received,
    };
  } finally {
    await Promise.all([server.end(), readers.end()]);
  }
}

class Peer<Order extends object, Says extends { readonly kind: string }> {
  readonly #child: ChildProcess;
  readonly #heard: Says[] = [];
  #wake: () => void = () => undefined;

  constructor(file: string, args: readonly string[]) {
    this.#child = fork(new URL(file, import.meta.url), args);
    this.#child.on('message', (message) => {
      this.#heard.push(message as Says);
      this.#wake();
    });
    this.#child.once('exit', () => this.#wake());
  }

  say(order: Order): void {
    this.#child.send(order);
  }

  async hear<Kind extends Says['kind']>(kind: Kind): Promise<Extract<Says, { kind: Kind }>> {
    for (;;) {
      const index = this.#heard.findIndex((one) => one.kind === kind);
      const [found] = index === -1 ? [] : this.#heard.splice(index, 1);
      if (found !== undefined) return found as Extract<Says, { kind: Kind }>;
      if (this.#child.exitCode !== null) throw new Error(`a process ended before it said “${kind}”`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

function row(what: string, figures: readonly Figures[]): Readonly<Record<string, string | number>> {
  const of = (key: keyof Figures): number => median(figures.map((one) => one[key]));
  const sum = (key: keyof Figures): number => figures.reduce((total, one) => total + one[key], 0);
  return {
    way: what,
    'p50 ms': Math.round(of('p50')),
    'p99 ms': Math.round(of('p99')),
    'processor %': Math.round(of('cpu') * 100),
    'µs each': Number(of('microsEach').toFixed(1)),
    'peak MiB': Math.round(of('peakMiB')),
    'grown MiB': Math.round(of('grownMiB')),
    received: sum('received'),
    lost: sum('lost'),
    doubled: sum('doubled'),
  };
}

await main();
