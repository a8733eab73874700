// The command line as a package that this very daemon gives to other machines: the program as it runs here, and the two packages
// that talking to a daemon needs. Nothing is fetched from anywhere else, so the version is always that of the server.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import type { CliPackage } from '../server/install-routes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = ['commander', 'picocolors'] as const;

/** Makes it when it is first asked for, and keeps it. Throws `internal` where there is no tar. */
export function cliPackage(version: string): () => Promise<CliPackage> {
  let made: Promise<CliPackage> | null = null;
  return async () => {
    made ??= make(version);
    try {
      return await made;
    } catch (error) {
      made = null;
      throw error;
    }
  };
}

async function make(version: string): Promise<CliPackage> {
  const dir = await mkdtemp(join(tmpdir(), 'tasklane-cli-'));
  try {
    const tree = join(dir, 'tasklane');
    await fill(tree);
    const bytes = await packed(dir);
    return {
      name: `tasklane-${version}.tgz`,
      bytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function fill(tree: string): Promise<void> {
  await mkdir(tree, { recursive: true });
  // From a checkout the sources run as they are; a published package has what was built from them.
  for (const part of ['package.json', 'bin', 'src', 'dist'])
    if (existsSync(join(root, part)))
      await cp(join(root, part), join(tree, part), {
        recursive: true,
        // The page is the daemon's to serve.
        filter: (file) => !file.endsWith('.test.ts') && file !== join(root, 'dist', 'web'),
      });
  const require = createRequire(import.meta.url);
  for (const name of packages)
    await cp(packageDir(require.resolve(name)), join(tree, 'node_modules', name), { recursive: true });
}

/** The folder with package.json above a file of a package. */
function packageDir(file: string): string {
  let dir = dirname(file);
  while (!existsSync(join(dir, 'package.json'))) dir = dirname(dir);
  return dir;
}

async function packed(dir: string): Promise<Buffer> {
  const file = join(dir, 'package.tgz');
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
  const { exitCode, stderr } = await exec(['tar', '-czf', file, '-C', dir, 'tasklane'], { env });
  if (exitCode !== 0)
    throw new AppError('internal', `The package for other machines could not be made: ${stderr.toString()}`, {
      next: 'Install tar on the machine of the daemon.',
    });
  return readFile(file);
}
