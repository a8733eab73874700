// A PostgreSQL of one test file's own: no TCP, a socket in a temporary folder, every commit synced to the disk as in real
// use, and text sorted as people sort it (not by bytes, as SQLite does). Each test gets a fresh database.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { exec } from '../../src/lib/exec.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';

export interface PostgresServer {
  /** The address of a database, for its owner unless another user is named. */
  url(database: string, user?: string): string;
  /** Makes an empty database and returns its address; it is gone after the test. `options` are for CREATE DATABASE. */
  database(context: TestContext, options?: string): Promise<string>;
  /** The same, with the tables of a store in it: a copy of one that was opened once, in a seventh of the time. */
  migrated(context: TestContext): Promise<string>;
  /** Runs statements of the tests' own, in no database of a store unless its address is given. */
  query<Row extends object>(text: string, url?: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/** No PostgreSQL here, and none can be installed; the message says what a person can do. */
export class PostgresMissing extends Error {}

// Not the name of the store's schema: PostgreSQL finds the tables in a schema that is called like the user by themselves.
const owner = 'ada';

// For the second PostgreSQL 15 needs to start, with everything else that a test run does to the machine.
const startMs = 60_000;

const keptLines = 40;

const script = fileURLToPath(new URL('../../scripts/test-needs.mjs', import.meta.url));

export interface PostgresOptions {
  /**
   * Default: what is committed survives a kill of the server, and not a loss of power. That is all that a test can see, and
   * spares the disk thousands of syncs.
   */
  readonly survivesPowerLoss?: boolean;
}

/** Throws PostgresMissing. Whoever starts it stops it. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  return startFrom(await programs(), options);
}

/** The folder of PostgreSQL's programs; they are installed where that is possible. */
async function programs(): Promise<string> {
  const found = await exec([process.execPath, script], { env: { PATH: process.env['PATH'] ?? '' } });
  if (found.exitCode !== 0) throw new PostgresMissing(found.stderr.toString().trim());
  return found.stdout.toString().trim();
}

async function startFrom(bin: string, options: PostgresOptions): Promise<PostgresServer> {
  const identity = unprivileged();
  // Not the system's folder for temporary files: on macOS its name leaves too little of the 103 bytes of a socket's path.
  const dir = mkdtempSync('/tmp/tasklane-pg-');
  if (identity !== undefined) chownSync(dir, identity.uid, identity.gid);
  chmodSync(dir, 0o755);
  const data = join(dir, 'data');
  initialise(bin, data, identity);
  const child = spawn(...supervised(bin, data, dir, options), {
    ...identity,
    env: { LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const log: string[] = [];
  try {
    await untilReady(child, log);
  } catch (error) {
    child.stdin?.end();
    throw error;
  }
  return serverIn(dir, child, log);
}

// PostgreSQL refuses to run as root.
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((of) => Number(spawnSync('id', [of, name]).stdout.toString().trim()));
    if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid };
  }
  throw new Error('root can start PostgreSQL only as another user, and there is neither postgres nor nobody');
}

function initialise(bin: string, data: string, identity: ReturnType<typeof unprivileged>): void {
  const args = ['--pgdata', data, '--username', owner, '--auth=trust', '--encoding=UTF8', '--locale=C'];
  args.push('--locale-provider=icu', '--icu-locale=en-US', '--no-sync', '--no-instructions');
  const made = spawnSync(join(bin, 'initdb'), args, { ...identity, env: { LC_ALL: 'C' }, cwd: '/' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.toString()}`);
}

// The shell ends the server and removes its folder as soon as this process is gone, however it went: then nobody holds the
// shell's input open any more. At once (SIGQUIT), because an orderly end that falls into the recovery after a crash may
// never come.
function supervised(
  bin: string,
  data: string,
  dir: string,
  { survivesPowerLoss = false }: PostgresOptions,
): [string, string[]] {
  const settings = [`unix_socket_directories=${dir}`, 'listen_addresses=', 'shared_buffers=32MB'];
  if (!survivesPowerLoss) settings.push('fsync=off', 'full_page_writes=off');
  const server = [join(bin, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  return ['/bin/sh', ['-c', '"$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$0"', dir, ...server]];
}

async function untilReady(child: ChildProcess, log: string[]): Promise<void> {
  if (child.stderr === null) throw new Error('the server was started without its log');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (why: string): void => reject(new Error(`PostgreSQL ${why}. ${endOf(log)}`));
  const timer = setTimeout(() => fail('did not start in time'), startMs);
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line);
    if (log.length > keptLines) log.shift();
    if (line.includes('ready to accept connections')) resolve();
    if (line.includes('FATAL')) fail(`did not start (${line})`);
  });
  child.once('exit', () => fail('ended at once'));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}

function endOf(log: readonly string[]): string {
  return `The end of its log:\n${log.join('\n')}\n`;
}

function serverIn(dir: string, child: ChildProcess, log: readonly string[]): PostgresServer {
  let made = 0;
  let hasFailed = false;
  // Dropped when the next one is made: at the end of its test a store may still be about to be closed.
  const finished: string[] = [];
  const url: PostgresServer['url'] = (database, user = owner) =>
    `postgres://${user}@/${database}?host=${encodeURIComponent(dir)}`;
  const query: PostgresServer['query'] = async <Row extends object>(text: string, at = url('postgres')) => {
    const client = new Client({ connectionString: at });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const database: PostgresServer['database'] = async (context, options = '') => {
    for (const name of finished.splice(0)) await query(`drop database ${name} with (force)`);
    made += 1;
    const name = `test_${made}`;
    await query(`create database ${name} ${options}`);
    context.after(() => {
      finished.push(name);
      // The types of Node do not know `passed` yet.
      hasFailed ||= Reflect.get(context, 'passed') !== true;
    });
    return url(name);
  };
  let template: Promise<string> | undefined;
  const makeTemplate = async (): Promise<string> => {
    await query('create database migrated');
    const store = await openPostgresStore({ url: url('migrated') });
    await store.close();
    return 'migrated';
  };
  return {
    url,
    query,
    database,
    migrated: async (context) =>
      database(context, `template ${await (template ??= makeTemplate())} strategy file_copy`),
    stop: async () => {
      if (child.exitCode !== null) return;
      if (hasFailed) process.stderr.write(endOf(log));
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    },
  };
}
