// `npm run build`: what is published. In dist/ the sources as a few files of JavaScript, and beside them the files that are
// no code (prompts, templates, completion scripts); in man/ the manual pages. `npm pack` runs it first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWeb } from './build-web.mjs';
import { bundle } from './bundle.mjs';
import { ensureInstalled, main, node24, root } from './setup.mjs';

await main(async () => {
  ensureInstalled({ dev: true });
  const target = join(root, 'dist');
  // A module that no longer exists must not live on in the package.
  // What the page was built from is told by its hash, so that stays.
  for (const name of existsSync(target) ? readdirSync(target) : [])
    if (name !== 'web') rmSync(join(target, name), { recursive: true, force: true });
  await bundle(target);
  ensureWeb();
  const man = join(root, 'scripts', 'man.mjs');
  return spawnSync(node24(), [man], { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
});
