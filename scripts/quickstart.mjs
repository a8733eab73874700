// `npm run quickstart`: from a fresh clone to two applied tasks. Plain JavaScript: an old Node may be all there is.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, main, node24, pathWithPackages, root } from './setup.mjs';

await main(async (args) => {
  ensureInstalled({ dev: false });
  const child = spawn(node24(), [join(root, 'examples', 'quickstart', 'main.ts'), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: pathWithPackages() },
  });
  // The terminal sends Ctrl-C to both; the child decides what it means.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? code : 130));
  });
});
