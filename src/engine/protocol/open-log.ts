// The protocol log of a run's attempt, as the settings of its project want it.
import { messageOf } from '../../domain/errors.ts';
import type { Tap } from '../../domain/protocol-entry.ts';
import type { RunContext } from '../run-context.ts';
import { ProtocolLog } from './protocol-log.ts';
import { protocolDir } from './read-log.ts';

export interface OpenLog {
  /** Null: none is kept. */
  readonly tap: Tap | null;
  /** Idempotent; never rejects. */
  close(): Promise<void>;
}

const none: OpenLog = { tap: null, close: () => Promise.resolve() };

/** A disk that is full or a folder that cannot be made costs the log, never the run. */
export async function openProtocolLog(run: RunContext, attempt: number): Promise<OpenLog> {
  const { deps, task, settings } = run;
  const { maxBytes } = settings.protocolLog;
  if (maxBytes === 0) return none;
  const onFailure = (error: unknown): void =>
    deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'its protocol log could not be written');
  try {
    const dir = protocolDir(deps, task, attempt);
    const log = await ProtocolLog.open({ dir, maxBytes, mask: run.kit.mask, now: deps.now, onFailure });
    return { tap: log.add, close: () => log.close() };
  } catch (error) {
    onFailure(error);
    return none;
  }
}
