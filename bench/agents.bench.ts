// The same work through our own agent and through Qwen Code, each started by hand; and through Tasklane, once and ten times
// at the same time, beside the same agent by hand: what Tasklane adds around an agent.
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { qwen } from '../src/agents/known/qwen.ts';
import { builtinAgent } from '../src/agents/known/tasklane.ts';
import type { AgentEntry } from '../src/agents/driver.ts';
import { daemonPid } from '../test/support/cli.ts';
import { runningWith } from '../test/support/processes.ts';
import { startModelServer } from '../test/support/model-server/server.ts';
import type { ModelServer } from '../test/support/model-server/server.ts';
import { peakMiB, processorMs, treeOf } from './agents/processes.ts';
import { leastRequests, prompt, work } from './agents/work.ts';
import { runByHand, settle } from './start/by-hand.ts';
import { compare } from './start/figures.ts';
import { memoryOf } from './start/memory.ts';
import { openPlace, tasklane } from './start/place.ts';
import type { Place } from './start/place.ts';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 1 : 5;
const together = isQuick ? 2 : 10;

/** Of one run; in milliseconds, MiB and KiB. */
interface Figures {
  readonly 'to the first request (ms)': number;
  readonly 'to the end (ms)': number;
  readonly 'processor time (ms)': number;
  readonly 'most memory (MiB)': number;
  readonly 'sent to the model (KiB)': number;
  readonly 'requests to the model': number;
}
type Measured = Partial<Figures>;

async function main(): Promise<void> {
  if (!existsSync('/proc/self/stat')) throw new Error('this benchmark reads /proc, which is not here');
  const server = await startModelServer({ scripts: work });
  const url = `${server.url}/v1`;
  const place = await openPlace({
    TASKLANE_MODEL: 'openai-compatible/scripted',
    TASKLANE_BASE_URL: url,
    TASKLANE_API_KEY: 'none',
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: url,
    OPENAI_MODEL: 'scripted',
    TASKLANE_MIN_FREE_MEMORY_MB: '0',
  });
  const own = builtinAgent([...tasklane, 'agent']);
  try {
    await settle(place, qwen);
    await compareWays('One session by hand', {
      'Qwen Code': () => byHand(place, server, qwen),
      'Tasklane agent': () => byHand(place, server, own),
    });
    const daemon = await openDaemon(place);
    await compareWays('One session of the Tasklane agent', {
      'by hand': () => byHand(place, server, own),
      'tasklane run': () => throughTasklane(daemon, server, 1),
    });
    await compareWays(`${together} sessions of it at the same time`, {
      'by hand': () => byHand(place, server, own, together),
      'through Tasklane': () => throughTasklane(daemon, server, together),
    });
  } finally {
    await place.clear();
    await server.close();
  }
}

interface Daemon {
  readonly place: Place;
  readonly pid: number;
  /** Before it had any session. */
  readonly idleMiB: number;
}

async function openDaemon(place: Place): Promise<Daemon> {
  await place.timed([...tasklane, 'project', 'add']);
  const pid = daemonPid(place.home);
  const memory = pid === null ? null : await memoryOf(pid);
  if (pid === null || memory === null) throw new Error('no daemon runs');
  return { place, pid, idleMiB: memory.pssMiB };
}

async function byHand(place: Place, server: ModelServer, entry: AgentEntry, count = 1): Promise<Measured> {
  let memory = 0;
  let spent = 0;
  const look = (root: number): void => {
    for (const pid of treeOf(root)) {
      memory += peakMiB(pid);
      const { own, children } = processorMs(pid);
      spent += own + children;
    }
  };
  const session = async (): Promise<void> => runByHand(place, entry, prompt, look);
  const figures = await measured(server, count, async () =>
    Promise.all(Array.from({ length: count }, session)),
  );
  return { ...figures, 'processor time (ms)': spent, 'most memory (MiB)': memory };
}

/** Processor time is that of all: command line, daemon, git and agents. Memory is what the daemon grew by, agents apart. */
async function throughTasklane(
  { place, pid, idleMiB }: Daemon,
  server: ModelServer,
  count: number,
): Promise<Measured> {
  const before = processorMs(pid);
  const commands = processorMs('self').children;
  let most = 0;
  const watch = setInterval(() => {
    void memoryOf(pid).then((memory) => (most = Math.max(most, memory?.pssMiB ?? 0)));
  }, 250);
  const figures = await measured(server, count, async () => runTasks(place, count));
  clearInterval(watch);
  await untilAgentsHaveEnded(place);
  const after = processorMs(pid);
  const spent = after.own + after.children - before.own - before.children;
  return {
    ...figures,
    'processor time (ms)': processorMs('self').children - commands + spent,
    'most memory (MiB)': Math.max(0, most - idleMiB),
  };
}

// A task comes to rest before its agent has ended, and only then is the agent's time counted.
async function untilAgentsHaveEnded(place: Place): Promise<void> {
  while (runningWith(`HOME=${place.home}/`).size > 0) await sleep(20);
}

async function runTasks(place: Place, count: number): Promise<void> {
  if (count === 1) return void (await place.timed([...tasklane, 'run', prompt, '--agent', 'tasklane']));
  const names = Array.from({ length: count }, (_, index) => `bench-${process.hrtime.bigint()}-${index}`);
  for (const name of names) await place.timed([...tasklane, 'task', 'create', prompt, '--name', name]);
  for (const name of names) await place.timed([...tasklane, 'task', 'wait', name]);
}

async function measured(server: ModelServer, count: number, run: () => Promise<unknown>): Promise<Measured> {
  const before = server.requests.length;
  const began = performance.now();
  const first = server
    .waitFor((request) => server.requests.indexOf(request) >= before)
    .then(() => performance.now() - began);
  await run();
  const took = performance.now() - began;
  const requests = server.requests.slice(before);
  if (requests.length < leastRequests * count)
    throw new Error(`only ${requests.length} requests were made: the work was not done`);
  return {
    'to the first request (ms)': await first,
    'to the end (ms)': took,
    'sent to the model (KiB)': requests.reduce((sum, one) => sum + sizeOf(one.body), 0) / 1024,
    'requests to the model': requests.length,
  };
}

function sizeOf(body: unknown): number {
  return Buffer.byteLength(JSON.stringify(body));
}

/** Each way once in a round, so that what else the machine does slows both; the first round only warms up. */
async function compareWays(
  title: string,
  ways: Readonly<Record<string, () => Promise<Measured>>>,
): Promise<void> {
  const all = Object.entries(ways).map(([name, way]) => ({ name, way, values: Array<Measured>() }));
  for (let round = 0; round <= rounds; round += 1)
    for (const { way, values } of all) {
      const figures = await way();
      if (round > 0) values.push(figures);
    }
  console.log(`\n${title} (${rounds} rounds; load ${loadavg()[0]?.toFixed(1)})`);
  const keys = Object.keys(all[0]?.values[0] ?? {}) as (keyof Figures)[];
  for (const key of keys) {
    const series = all.map(({ name, values }) => ({
      name,
      values: values.map((one) => one[key] ?? Number.NaN),
    }));
    console.log(
      `  ${key}\n${compare(series, '')
        .map((line) => `    ${line}`)
        .join('\n')}`,
    );
  }
}

await main();
