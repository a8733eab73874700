// What the daemon leaves in its home for the commands: the token, and where it answers. Only their owner may read them.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DaemonInfo {
  readonly pid: number;
  readonly url: string;
  readonly version: string;
  readonly started_at: string;
}

/** Makes the home, readable by its owner alone. */
export function makeHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
}

/** The token of this home; made on first use: 32 random bytes. */
export function tokenOf(home: string): string {
  const file = join(home, 'token');
  if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString('base64url')}\n`);
  return readFileSync(file, 'utf8').trim();
}

export function writeDaemonInfo(home: string, info: DaemonInfo): void {
  writeWhole(join(home, 'daemon.json'), `${JSON.stringify(info, null, 2)}\n`);
}

export function removeDaemonInfo(home: string): void {
  rmSync(join(home, 'daemon.json'), { force: true });
}

// By rename, so that a reader finds the old file or the new one, never half of one.
export function writeWhole(file: string, text: string): void {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
}
