// What Tasklane adds to the start of things, always as a ratio to the same without it: a task up to its agent's first
// request to the model, beside that agent started by hand; the daemon and the CLI, beside a Node that does nothing.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { qwen } from '../src/agents/known/qwen.ts';
import { builtinAgent } from '../src/agents/known/tasklane.ts';
import type { AgentEntry } from '../src/agents/driver.ts';
import { startModelServer } from '../test/support/model-server/server.ts';
import type { ModelServer } from '../test/support/model-server/server.ts';
import { runByHand, settle } from './start/by-hand.ts';
import { compare, interleave } from './start/figures.ts';
import type { Series } from './start/figures.ts';
import { memoryOf } from './start/memory.ts';
import type { Memory } from './start/memory.ts';
import { openPlace, tasklane } from './start/place.ts';
import type { Place } from './start/place.ts';

const runs = 7;
const starts = 15;
const emptyNode: readonly string[] = [process.execPath, '-e', '0'];

const scripts = {
  bench: [{ do: [{ write: { path: 'notes.txt', content: 'Measured.\n' } }] }, { say: 'Wrote notes.txt.' }],
};
const prompt = 'Write notes.txt. [[script:bench]]';

async function main(): Promise<void> {
  const server = await startModelServer({ scripts });
  const place = await openPlace({
    TASKLANE_MODEL: 'openai-compatible/scripted',
    TASKLANE_BASE_URL: `${server.url}/v1`,
    TASKLANE_API_KEY: 'none',
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_MODEL: 'scripted',
  });
  try {
    for (const entry of [builtinAgent([...tasklane, 'agent']), qwen])
      report(
        `${entry.title}: from its start to the first request to the model`,
        await agent(place, server, entry),
      );
    report('CLI: from its start to its end', await cli(place));
    await daemon(place);
  } finally {
    await place.clear();
    await server.close();
  }
}

async function agent(place: Place, server: ModelServer, entry: AgentEntry): Promise<readonly Series[]> {
  await settle(place, entry);
  const stop = async (): Promise<unknown> => place.timed([...tasklane, 'stop']);
  const run = async (): Promise<unknown> =>
    place.timed([...tasklane, 'run', prompt, '--agent', entry.name, '--model', 'openai-compatible/scripted']);
  return interleave(runs, {
    'by hand': async () => toFirstRequest(server, async () => runByHand(place, entry, prompt)),
    'tasklane run': async () => toFirstRequest(server, run),
    'tasklane run, no daemon yet': async () => {
      await stop();
      return toFirstRequest(server, run);
    },
  });
}

/** Waits for the end of the work as well, so that nothing of it runs while the next is measured. */
async function toFirstRequest(server: ModelServer, work: () => Promise<unknown>): Promise<number> {
  const before = server.requests.length;
  const began = performance.now();
  const ended = work();
  const first = server.waitFor((request) => server.requests.indexOf(request) >= before);
  // Whoever fails before it asked says why; the wait for its request would only say that none came.
  const took = await Promise.race([
    first.then(() => performance.now() - began),
    ended.then(() => Number.NaN),
  ]);
  await ended;
  if (Number.isNaN(took)) throw new Error('the work ended without a request to the model');
  return took;
}

async function cli(place: Place): Promise<readonly Series[]> {
  return interleave(starts, {
    'node -e 0': async () => place.timed(emptyNode),
    'tasklane --version': async () => place.timed([...tasklane, '--version']),
    'tasklane --help': async () => place.timed([...tasklane, '--help']),
    'tasklane task list': async () => place.timed([...tasklane, 'task', 'list']),
  });
}

async function daemon(place: Place): Promise<void> {
  const memory: Memory[] = [];
  const idle: Memory[] = [];
  await place.timed([...tasklane, 'stop']);
  const series = await interleave(starts, {
    'node -e 0': async () => place.timed(emptyNode),
    'tasklane serve, until its address is printed': async () => serve(place, memory),
    'node that waits': async () => wait(place, idle),
  });
  report('Daemon: from its start to ready', series.slice(0, 2));
  if (memory.length === 0) return;
  for (const [name, key] of [
    ['RSS', 'rssMiB'],
    ['PSS', 'pssMiB'],
  ] as const)
    report(
      `Daemon: memory (${name})`,
      [
        { name: 'node that waits', values: idle.map((one) => one[key]) },
        { name: 'tasklane serve', values: memory.map((one) => one[key]) },
      ],
      'MiB',
    );
}

async function serve(place: Place, memory: Memory[]): Promise<number> {
  const began = performance.now();
  const child = place.start([...tasklane, 'serve'], ['ignore', 'pipe', 'inherit']);
  if (child.stdout === null) throw new Error('the daemon has no output');
  await once(createInterface({ input: child.stdout }), 'line');
  const took = performance.now() - began;
  // After one answer, so that the way of a request is loaded too.
  await place.timed([...tasklane, 'task', 'list']);
  const used = await memoryOf(child.pid);
  if (used !== null) memory.push(used);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return took;
}

async function wait(place: Place, memory: Memory[]): Promise<number> {
  const script = 'process.stdin.resume(); console.log("ready")';
  const child = place.start([process.execPath, '-e', script], ['pipe', 'pipe', 'inherit']);
  if (child.stdout === null) throw new Error('node has no output');
  await once(child.stdout, 'data');
  const used = await memoryOf(child.pid);
  if (used !== null) memory.push(used);
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
  return 0;
}

function report(title: string, series: readonly Series[], unit = 'ms'): void {
  console.log(
    `\n${title}\n${compare(series, unit)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
}

await main();
