// Starts the daemon in the background and waits until it answers. Two commands may do so at once: the lock on the home
// lets one of the daemons win, and both commands then use that one.
import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '../api/client.ts';
import { AppError } from '../api/errors.ts';
import { sleep } from '../lib/sleep.ts';
import { tailOf } from '../lib/text.ts';
import { say } from './context.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { findRunning } from './find-daemon.ts';
import { clean } from './text.ts';

const waitMs = 30_000;

/** Throws AppError with the last lines of its log when it does not come up. */
export async function startDaemon(context: Context, home: string): Promise<Client> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'daemon.log');
  await using log = await open(file, 'a', 0o600);
  // On a full disk this fails here, in words; the daemon's own words would be lost together with its log.
  await log.appendFile(`${JSON.stringify({ time: new Date(), msg: 'starting in the background' })}\n`);
  const logStart = (await log.stat()).size;
  const outcome = await untilItAnswers(home, () => spawnDaemon(context, home, log));
  if (outcome.kind === 'failed') throw await failureOf(outcome.end, file, logStart);
  const { url } = outcome.client;
  say(context, `tasklane: started the daemon in the background at ${url} (\`tasklane stop\` ends it)`);
  return outcome.client;
}

/** How a daemon ended: its exit code, a signal, or never started at all. Null while it runs. */
type End = number | 'signal' | Error | null;
type Outcome =
  { readonly kind: 'answers'; readonly client: Client } | { readonly kind: 'failed'; readonly end: End };

/** Starts one; returns how to ask for its end. */
function spawnDaemon(context: Context, home: string, log: FileHandle): () => End {
  const script = fileURLToPath(new URL('../../bin/tasklane.js', import.meta.url));
  const args = ['--disable-warning=ExperimentalWarning', script, 'serve', '--background', '--home', home];
  const child = spawn(process.execPath, args, {
    cwd: home, // not the person's folder, which could then not be removed
    env: context.env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  let end: End = null;
  child.once('error', (error) => (end = error));
  child.once('exit', (code) => (end = code ?? 'signal'));
  return () => end;
}

async function untilItAnswers(home: string, start: () => () => End): Promise<Outcome> {
  const deadline = performance.now() + waitMs;
  let endOf = start();
  for (;;) {
    const running = await findRunning(home);
    if (running !== null) return { kind: 'answers', client: running.client };
    const end = endOf();
    const hasFailed = end !== null && end !== exitCodes.homeInUse;
    if (hasFailed || performance.now() > deadline) return { kind: 'failed', end };
    await sleep(end === null ? 25 : 250);
    // Whoever has the home may just be stopping; then nobody else would start the next one.
    if (end !== null) endOf = start();
  }
}

async function failureOf(end: End, file: string, logStart: number): Promise<AppError> {
  const written = (await readFile(file)).subarray(logStart).toString('utf8');
  const tail = tailOf(clean(written).trim(), 20);
  const shown = tail === '' ? '' : `\n${tail}`;
  return new AppError('daemon_unreachable', `The daemon ${howItEnded(end)}${shown}`, {
    next: `Put that right, or run \`tasklane doctor\`. Its log is ${file}.`,
    details: { log: file },
  });
}

function howItEnded(end: End): string {
  if (end === null) return `does not answer after ${waitMs / 1000} s.`;
  if (end instanceof Error) return `could not be started: ${end.message}`;
  if (end === exitCodes.homeInUse) return `that has this home does not answer after ${waitMs / 1000} s.`;
  return end === 'signal' ? 'was killed while it started.' : `ended while it started (exit code ${end}).`;
}
