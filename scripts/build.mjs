// `npm run build`: what is published, in dist/: the sources as a few files of JavaScript, and beside them the files that
// are no code (prompts, templates, completion scripts). `npm pack` runs it first.
import { cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { ensureInstalled, main, root } from './setup.mjs';

await main(async () => {
  ensureInstalled({ dev: true });
  const source = join(root, 'src');
  const target = join(root, 'dist');
  // A module that no longer exists must not live on in the package.
  rmSync(target, { recursive: true, force: true });
  cpSync(source, target, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
  });
  await bundle(target);
  return 0;
});
