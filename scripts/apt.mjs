// Debian's packages for what tests and benchmarks need and npm cannot install. Only as root, and never a server that
// would then run on the machine.
import { spawnSync } from 'node:child_process';

const aptGet = 'apt-get';

/** Whether there is an apt-get, and the right to use it. */
export function canInstall() {
  return process.getuid?.() === 0 && runs(aptGet, ['--version']);
}

/** Installs a package. False: it cannot, or there is no such package. `what` is for people. */
export function aptInstall(name, what) {
  if (!canInstall()) return false;
  process.stderr.write(`Installing ${what}: apt-get install ${name}\n`);
  // Another process may be installing something at this moment.
  const options = ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', UCF_FORCE_CONFFOLD: '1' };
  const run = (args) => spawnSync(aptGet, args, { env, stdio: ['ignore', 2, 2] }).status === 0;
  // Without fresh lists it may still be found in those that are there.
  run(['update', '-qq']);
  return run(['install', ...options, name]);
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
