// The model server as a program: `node test/support/model-server/main.ts [--port N] [--scripts DIR]`.
// The first line on stdout is its URL; every request is one JSON line on stderr.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadScripts } from './script.ts';
import { startModelServer } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    scripts: { type: 'string', default: join(import.meta.dirname, 'scripts') },
  },
});
const server = await startModelServer({
  scripts: await loadScripts(values.scripts),
  port: Number(values.port),
  onRequest: ({ body: _body, outcome: _outcome, ...request }) => console.error(JSON.stringify(request)),
});
console.log(server.url);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
