// What the gateway adds to a request of an agent: the same streamed answer asked for directly, and through the gateway, in one
// process, so that the difference in processor time is the gateway's and that of the second connection.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { codex } from '../src/agents/known/codex.ts';
import { LlmGateway } from '../src/server/gateway/gateway.ts';
import { compare, interleave } from './start/figures.ts';
import type { Series } from './start/figures.ts';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 2 : 15;
const requests = isQuick ? 20 : 200;
const pieces = 200;
const headers = { 'content-type': 'application/json', authorization: 'Bearer token' };

/** As large as the first request of an agent with many tools. */
const body = JSON.stringify({
  model: 'gpt-5.5',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'x'.repeat(60_000) }],
  tools: [{ type: 'function', function: { name: 't', parameters: {} } }],
});
const events = [
  ...Array.from({ length: pieces }, (_, index) => ({
    model: 'gpt-5.5',
    choices: [{ index: 0, delta: { content: `word${index} ` } }],
  })),
  { model: 'gpt-5.5', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  { model: 'gpt-5.5', choices: [], usage: { prompt_tokens: 15_000, completion_tokens: 400 } },
].map((event) => `data: ${JSON.stringify(event)}\n\n`);

async function main(): Promise<void> {
  const provider = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events) response.write(event);
      response.end('data: [DONE]\n\n');
    });
  });
  const upstream = await listen(provider);
  const gateway = new LlmGateway({ environment: {}, prices: async () => ({}), now: Date.now });
  const server = createServer((request, response) => void gateway.handle(request, response));
  gateway.listensAt(await listen(server));
  let counted = 0;
  const opened = await gateway.open({
    entry: codex,
    environment: { OPENAI_API_KEY: 'sk-key', OPENAI_BASE_URL: `${upstream}/v1` },
    variables: {},
    mayGo: () => true,
    onCall: ({ tokens }) => (counted += tokens?.input ?? 0),
    onSign: () => undefined,
  });
  const through = opened?.entry.env['OPENAI_BASE_URL'];
  if (through === undefined) throw new Error('the gateway gave no address');
  const cpu: Series[] = [];
  const ways = {
    directly: async () => ask(`${upstream}/v1/chat/completions`),
    'through the gateway': async () => ask(`${through}/chat/completions`),
  };
  const wall = await interleave(rounds, counting(ways, cpu));
  if (counted !== (rounds + 1) * requests * 15_000) throw new Error(`the gateway counted ${counted} tokens`);
  report(`Until an answer of ${pieces} pieces has come`, wall);
  report('Processor time of it, with client and provider', cpu);
  opened?.close();
  gateway.close();
  server.close();
  provider.close();
}

/** Milliseconds of one request, the mean of many one after the other. */
async function ask(url: string): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < requests; count += 1) {
    const response = await fetch(url, { method: 'POST', body, headers });
    if (!(await response.text()).endsWith('[DONE]\n\n'))
      throw new Error(`${url} answered ${response.status}`);
  }
  return (performance.now() - began) / requests;
}

type Ways = Readonly<Record<string, () => Promise<number>>>;

/** Adds the processor time of each way, without its first round. */
function counting(ways: Ways, series: Series[]): Ways {
  const count = ([name, way]: readonly [string, Ways[string]]): readonly [string, typeof way] => {
    const values: number[] = [];
    series.push({ name, values });
    let isFirst = true;
    return [
      name,
      async () => {
        const before = process.cpuUsage();
        const took = await way();
        const { user, system } = process.cpuUsage(before);
        if (!isFirst) values.push((user + system) / 1000 / requests);
        isFirst = false;
        return took;
      },
    ];
  };
  return Object.fromEntries(Object.entries(ways).map(count));
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return `http://127.0.0.1:${address.port}`;
}

function report(title: string, series: readonly Series[]): void {
  const lines = compare(series, ' ms').map((line) => `  ${line}`);
  console.log(
    `\n${title} (${rounds} rounds of ${requests}; load ${loadavg()[0]?.toFixed(1)})\n${lines.join('\n')}`,
  );
}

await main();
