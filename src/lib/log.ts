// The daemon's own log: JSON lines through pino. Other modules take the small interface, never pino itself.
import { pino } from 'pino';

export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Of what could not be written yet, in characters; what comes beyond it is lost. */
const maxHeld = 1_000_000;

/**
 * Writes to a file when given one, else to stderr. Synchronous: the last line before a crash is the one that matters. On a
 * full disk it waits for room with what it was told; it never throws, because work must not fail for a line of the log.
 */
export function openLog(options: { readonly file?: string; readonly level: string }): Log {
  const to = options.file === undefined ? { dest: 2 } : { dest: options.file, mkdir: true };
  const destination = pino.destination({ ...to, sync: true, maxLength: maxHeld });
  // Without anybody to hear it, the error would end the process.
  destination.on('error', () => undefined);
  return pino({ level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
