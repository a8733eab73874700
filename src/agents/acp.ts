// The driver for every agent that speaks the Agent Client Protocol. One process per session; the pieces are in acp/.
import type { Log } from '../lib/log.ts';
import { AcpSession } from './acp/session.ts';
import type { Limits } from './acp/session.ts';
import type { AgentDriver, AgentSession, SessionOptions } from './driver.ts';
import { prepareLaunch } from './launch.ts';
import { Notes } from './notes.ts';
import { startProcess } from './process.ts';
import type { AgentProcess } from './process.ts';
import { notStarted } from './unavailable.ts';

const defaultLimits: Limits = { startMs: 60_000, cancelMs: 5_000, closeMs: 2_000 };

export interface AcpDeps {
  readonly log: Log;
  /** Shorter ones for tests. */
  readonly limits?: Partial<Limits>;
}

export function acpDriver({ log, limits }: AcpDeps): AgentDriver {
  const all = { ...defaultLimits, ...limits };
  return { protocol: 'acp', open: (options, signal) => open(options, signal, log, all) };
}

async function open(
  options: SessionOptions,
  signal: AbortSignal,
  log: Log,
  limits: Limits,
): Promise<AgentSession> {
  signal.throwIfAborted();
  const notes = new Notes(options.onEvent);
  const process = await start(options, notes);
  logLife(log, options.entry.name, process);
  void process.ended.then(({ exitCode, signal: by }) =>
    options.tap?.({ dir: 'exit', code: exitCode, signal: by }),
  );
  const onAbort = (): void => process.kill();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const session = new AcpSession(options, process, notes, limits);
    signal.throwIfAborted();
    await session.start();
    signal.throwIfAborted();
    return session;
  } catch (error) {
    process.kill();
    await process.ended;
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function start(options: SessionOptions, notes: Notes): Promise<AgentProcess> {
  const launch = await prepareLaunch(options);
  try {
    return await startProcess(launch, (text) => {
      options.tap?.({ dir: 'print', stream: 'stderr', text });
      notes.printed(text);
    });
  } catch (error) {
    throw notStarted(options.entry, launch, error);
  }
}

function logLife(log: Log, agent: string, process: AgentProcess): void {
  log.info({ agent, group: process.group }, 'agent started');
  void process.ended.then((end) => log.info({ agent, group: process.group, ...end }, 'agent ended'));
}
