// Which daemon a command talks to: one elsewhere (remote.ts), or the one of this person's home.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { connect } from '../api/client.ts';
import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import { AppError } from '../api/errors.ts';
import type { Connection } from '../api/request.ts';
import type { HealthJson } from '../api/schemas.ts';
import { say } from './context.ts';
import type { Context } from './context.ts';
import { remoteOf } from './remote.ts';
import { connectionTo, isAlive, readDaemonFile } from './daemon-files.ts';

export interface Running {
  readonly client: Client;
  readonly health: HealthJson;
}

/** A client for a daemon that answers; starts one in the background where none runs. */
export async function openClient(context: Context): Promise<Client> {
  const elsewhere = await clientElsewhere(context);
  if (elsewhere !== null) return elsewhere;
  const home = await homeOf(context);
  const running = await findRunning(home);
  if (running !== null) {
    warnOfOtherVersion(context, running.health);
    return withOwnToken(context, running.client);
  }
  const { startDaemon } = await import('./start-daemon.ts');
  return withOwnToken(context, await startDaemon(context, home));
}

/** A daemon that is not of this home, where flags, variables or a sign-in name one. It is never started from here. */
export async function clientElsewhere(context: Context): Promise<Client | null> {
  const remote = await remoteOf(context.env, await homeOf(context));
  return remote === null ? null : connect(remote, undefined, warnOfMismatch(context, remote.url));
}

/** The daemon of a home, if one runs and answers to its token. */
export async function findRunning(home: string): Promise<Running | null> {
  const connection = await connectionOf(home);
  if (connection === null) return null;
  const client = connect(connection, () => connectionOf(home));
  try {
    return { client, health: await client.call(endpoints.health, { timeoutMs: 3000 }) };
  } catch (error) {
    // A file left over, and its pid or port now somebody else's: there is no daemon of this home.
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Where the daemon of a home is, if one runs; it is not asked whether it answers. */
export async function connectionOf(home: string): Promise<Connection | null> {
  const daemon = await readDaemonFile(home);
  return daemon !== null && isAlive(daemon.pid) ? connectionTo(home, daemon) : null;
}

export async function homeOf(context: Context): Promise<string> {
  const { resolveHome } = await import('../config/home.ts');
  return resolve(context.cwd, resolveHome(context.env, homedir(), process.platform));
}

/** A token that is named counts here too, in place of that of the home. */
function withOwnToken(context: Context, client: Client): Client {
  const token = context.env['TASKLANE_TOKEN'] ?? '';
  return token === '' ? client : connect({ url: client.url, token });
}

function warnOfOtherVersion(context: Context, health: HealthJson): void {
  if (health.version === context.version) return;
  say(
    context,
    `tasklane: the daemon is version ${health.version}, this is ${context.version}; \`tasklane stop\` lets the next command start the new one`,
  );
}

/** In the words of Coder's command line, once, beside the result: `2>/dev/null` is quiet. */
function warnOfMismatch(context: Context, url: string): (version: string) => void {
  let isSaid = (context.env['TASKLANE_NO_VERSION_WARNING'] ?? '') !== '';
  return (version) => {
    if (isSaid || version === context.version) return;
    isSaid = true;
    say(context, `version mismatch: client v${context.version}, server v${version}`);
    say(context, `download v${version} with: 'curl -fsSL ${url.replace(/\/+$/, '')}/install.sh | sh'`);
  };
}
