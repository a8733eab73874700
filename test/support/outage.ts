// A way to a PostgreSQL of the tests that can be cut: as a network that fails, or a server that restarts.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from './stage.ts';

export interface Line {
  /** The address of the same database, through this way. */
  readonly url: string;
  /** Ends every connection and lets no new one through. */
  cut(): Promise<void>;
  /** Lets new ones through again. */
  mend(): Promise<void>;
  /** Lets the next commit through to the server and cuts its connection before the answer. */
  loseNextCommit(): void;
}

/** Gone with the test. */
export async function lineTo(context: TestContext, url: string): Promise<Line> {
  // As short as postgres.ts has it: the path of a socket is limited.
  const dir = mkdtempSync('/tmp/tasklane-line-');
  const file = join(dir, '.s.PGSQL.5432');
  const target = join(decodeURIComponent(/host=([^&]+)/.exec(url)?.[1] ?? ''), '.s.PGSQL.5432');
  const open = new Set<Socket>();
  let losesCommit = false;
  const through = (near: Socket): void => {
    const far = connect(target);
    near.on('data', (chunk: Buffer) => {
      if (!losesCommit || !chunk.includes('commit\0')) return;
      losesCommit = false;
      far.unpipe(near);
      far.resume();
      // The server answers when it is done; nobody hears it.
      far.once('data', () => near.destroy());
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.once('error', () => other.destroy());
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  };
  let server = createServer(through);
  const mend = async (): Promise<void> => {
    server = createServer(through);
    await new Promise<void>((resolve) => server.listen(file, resolve));
  };
  const cut = async (): Promise<void> => {
    server.close();
    for (const socket of open) socket.destroy();
    await until(() => open.size === 0, 'every connection has ended');
  };
  await mend();
  context.after(async () => {
    await cut();
    rmSync(dir, { recursive: true, force: true });
  });
  const loseNextCommit = (): void => void (losesCommit = true);
  return { url: url.replace(/host=[^&]+/, `host=${encodeURIComponent(dir)}`), cut, mend, loseNextCommit };
}
