// `npm run bench`: runs the benchmarks in bench/ (`*.bench.ts`) one after the other, alone on the machine as far as we
// can help it. `npm run bench -- run-start` runs only bench/run-start.bench.ts.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWeb } from './build-web.mjs';
import { SetupError, ensureInstalled, main, node24, pathWithPackages, root } from './setup.mjs';

const ending = '.bench.ts';

await main((args) => {
  ensureInstalled({ dev: true });
  const options = args.filter((arg) => arg.startsWith('-'));
  const names = args.filter((arg) => !arg.startsWith('-'));
  const chosen = choose(names);
  if (chosen.includes('web')) ensureWeb();
  const results = chosen.map((name) => {
    process.stdout.write(`── ${name}\n`);
    const { status } = spawnSync(node24(), [join(root, 'bench', name + ending), ...options], {
      cwd: root,
      env: { ...process.env, PATH: pathWithPackages() },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return status;
  });
  return results.every((status) => status === 0) ? 0 : 1;
});

function choose(names) {
  const known = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
  if (known.length === 0) throw new SetupError(`There are no benchmarks; they are bench/*${ending}.`);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SetupError(`There is no benchmark ${unknown}; there are ${known.join(', ')}.`);
  return names.length === 0 ? known : names;
}
