// The program that a whole test run starts: the sources as they are published, in a few files. The tests start daemons, agents and
// commands by the thousand, and each of them would spend most of its time on loading a thousand modules.
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { root } from './setup.mjs';

const target = join(root, '.test-program');

/** Builds it anew, which takes seconds; returns the path of its bin/tasklane.js. */
export async function buildTestProgram() {
  const dist = join(target, 'dist');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const name of ['package.json', 'bin'])
    cpSync(join(root, name), join(target, name), { recursive: true });
  await bundle(dist);
  symlinkSync(join(root, 'dist', 'web'), join(dist, 'web'));
  return join(target, 'bin', 'tasklane.js');
}
