// `npm run screenshots`: the pictures in docs/images. `npm run screenshots -- DIR` puts them there instead.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureWeb } from './build-web.mjs';
import { ensureInstalled, main, node24, pathWithPackages, root } from './setup.mjs';

await main((args) => {
  ensureInstalled({ dev: true });
  ensureWeb();
  const program = join(root, 'test', 'support', 'web', 'screenshots-main.ts');
  const env = { ...process.env, PATH: pathWithPackages() };
  return spawnSync(node24(), [program, ...args], { stdio: 'inherit', env }).status ?? 1;
});
