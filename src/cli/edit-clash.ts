// A task that was changed by somebody else while it was being edited: which fields differ, as they were read and as they
// are now.
import { AppError } from '../api/errors.ts';
import { oneLine } from './text.ts';

/** The lines about a `stale_version`; none for any other error, or when the daemon does not know what was read. */
export function clashLines(error: unknown): readonly string[] {
  if (!(error instanceof AppError) || error.code !== 'stale_version') return [];
  const { read, current } = error.details;
  if (!isRecord(read) || !isRecord(current)) return [];
  const differing = Object.keys(current).filter(
    (field) => !isTrace(field) && JSON.stringify(read[field]) !== JSON.stringify(current[field]),
  );
  return [
    `  version ${String(read['version'])} → ${String(current['version'])}`,
    ...differing.flatMap((field) => [
      `  ${field}, as you read it: ${shown(read[field])}`,
      `  ${field}, as it is now:   ${shown(current[field])}`,
    ]),
  ];
}

// They differ whenever anything does.
function isTrace(field: string): boolean {
  return ['version', 'updated_at', 'state_since', 'hold', 'usage'].includes(field);
}

function shown(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
