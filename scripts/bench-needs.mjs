// What the benchmarks need and npm cannot install: the program of Redis (or Valkey, which is the same to us), for the queue
// that is measured beside ours. Run as a program it prints its path, or says what to do and ends with 1.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall } from './apt.mjs';
import { SetupError, main } from './setup.mjs';

// The last is the server too, which goes by the name it is called with. Debian's redis-tools has it without the package
// that would also start a server of the machine's own.
const programs = ['redis-server', 'valkey-server', 'redis-check-rdb'];

/** The path of the server's program, to be called as `redis-server`. Throws SetupError where it cannot be had. */
export function ensureRedis() {
  const found = findRedis() ?? (aptInstall('redis-tools', 'Redis for the benchmarks') ? findRedis() : null);
  if (found !== null) return found;
  throw new SetupError(
    'The benchmark of BullMQ needs redis-server or valkey-server in PATH. ' +
      'Install one (Debian: apt-get install redis-tools; macOS: brew install redis).',
  );
}

function findRedis() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const program of programs)
    for (const folder of folders) if (existsSync(join(folder, program))) return join(folder, program);
  return null;
}

if (import.meta.filename === process.argv[1])
  await main(() => {
    process.stdout.write(`${ensureRedis()}\n`);
    return 0;
  });
