// `tasklane serve`: the daemon in this process. The only command that loads it.
import { resolve } from 'node:path';
import { AppError } from '../../api/errors.ts';
import { print, say } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { isOnLoopback } from '../remote.ts';
import { homeOf } from '../find-daemon.ts';
import { reportError } from '../report-error.ts';

const noTls =
  'tasklane: this address is reached over plain HTTP, so whoever is on the way can read tokens and code; put a proxy with TLS in front (docs/security.md)';

export interface ServeFlags {
  readonly host?: string;
  readonly port?: number;
  readonly home?: string;
  readonly background?: boolean;
}

export async function serve(context: Context, flags: ServeFlags): Promise<ExitCode> {
  context.interrupts.stopListening(); // the daemon ends in order on its own
  const home = flags.home === undefined ? await homeOf(context) : resolve(context.cwd, flags.home);
  if (flags.background === true) return serveInBackground(context, home, flags);
  await listen(context, home, flags, (url) => {
    print(context, url);
    if (!isOnLoopback(url)) say(context, noTls);
    if (context.stderr.isTTY === true) say(context, 'Ctrl-C stops it.');
  });
  return exitCodes.ok;
}

// Started by a command that only wants a daemon of this home: any port will do, and one that runs already is no error.
async function serveInBackground(context: Context, home: string, flags: ServeFlags): Promise<ExitCode> {
  const onReady = (url: string): void => print(context, url);
  try {
    await listen(context, home, flags, onReady);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'home_in_use') {
      reportError(context.stderr, error, { json: false });
      return exitCodes.homeInUse;
    }
    if (error.code !== 'port_in_use' || flags.port !== undefined) throw error;
    await listen(context, home, { ...flags, port: 0 }, onReady);
  }
  return exitCodes.ok;
}

async function listen(
  context: Context,
  home: string,
  flags: ServeFlags,
  onReady: (url: string) => void,
): Promise<void> {
  const daemon = await import('../../daemon.ts');
  await daemon.serve({
    home,
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.port !== undefined && { port: flags.port }),
    environment: context.env,
    foreground: flags.background !== true,
    onReady,
  });
}
