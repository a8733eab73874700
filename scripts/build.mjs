// `npm run build`: the sources as JavaScript in dist/, and beside them the files that are no code (prompts, SQL).
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, main, node24, root } from './setup.mjs';

await main(() => {
  ensureInstalled({ dev: true });
  const source = join(root, 'src');
  const target = join(root, 'dist');
  // A module that no longer exists must not live on in the package.
  rmSync(target, { recursive: true, force: true });
  const { status } = spawnSync(
    node24(),
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) return 1;
  cpSync(source, target, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
  });
  return 0;
});
