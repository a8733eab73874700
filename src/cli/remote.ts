// Which daemon elsewhere a command is for, and with which token: the flags, the variables (also Coder's, so that its users'
// scripts run), or where the person signed in. None of them ever starts a daemon here.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../api/errors.ts';
import type { Connection } from '../api/request.ts';
import type { Context } from './context.ts';

export interface Remote extends Connection {
  /** For messages: what named it. */
  readonly source: 'TASKLANE_URL' | 'CODER_URL' | 'login';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Null: the daemon of this home is meant. Throws `invalid_input` for an address without a token. */
export async function remoteOf(env: Environment, home: string): Promise<Remote | null> {
  const saved = await readLogin(home);
  const url = env['TASKLANE_URL'] ?? '';
  const token = env['TASKLANE_TOKEN'] ?? '';
  if (url !== '') return { url, token: token || tokenFor(url, saved), source: 'TASKLANE_URL' };
  const [coderUrl, coderToken] = [env['CODER_URL'] ?? '', env['CODER_SESSION_TOKEN'] ?? ''];
  // Inside a Coder workspace the address alone is always set; only with a token is it meant for us.
  if (coderUrl !== '' && coderToken !== '')
    return { url: coderUrl, token: token || coderToken, source: 'CODER_URL' };
  return saved === null ? null : { ...saved, token: token || saved.token, source: 'login' };
}

/** Whether commands go to a daemon that is named by its address, and not to that of this home. */
export async function isElsewhere(context: Context): Promise<boolean> {
  const { homeOf } = await import('./find-daemon.ts');
  return (await remoteOf(context.env, await homeOf(context))) !== null;
}

function tokenFor(url: string, saved: Connection | null): string {
  if (saved !== null && trimmed(saved.url) === trimmed(url)) return saved.token;
  throw new AppError('invalid_input', 'TASKLANE_URL is set, but TASKLANE_TOKEN is not.', {
    next: 'Sign in with `tasklane login URL`, or set it to a token of that daemon (`tasklane token create` there).',
  });
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}

const fileOf = (home: string): string => join(home, 'login.json');

/** Where the person signed in; null when nowhere. */
export async function readLogin(home: string): Promise<Connection | null> {
  try {
    const { url, token } = JSON.parse(await readFile(fileOf(home), 'utf8')) as Partial<Connection>;
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // half of one: as good as none
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Readable by its owner alone. */
export async function saveLogin(home: string, { url, token }: Connection): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(fileOf(home), `${JSON.stringify({ url: trimmed(url), token }, null, 2)}\n`, {
    mode: 0o600,
  });
  // The mode above counts only for a new file.
  await chmod(fileOf(home), 0o600);
}

export async function forgetLogin(home: string): Promise<void> {
  await rm(fileOf(home), { force: true });
}

/** Whether an address leads to this very machine. */
export function isOnLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(URL.parse(url)?.hostname ?? '');
}
