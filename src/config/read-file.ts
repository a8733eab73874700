// Reads one small file at startup.
import { readFileSync } from 'node:fs';
import { AppError, messageOf } from '../domain/errors.ts';

/** Null where there is no such file. Throws `invalid_config` when there is something that cannot be read. */
export function readConfigFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new AppError('invalid_config', `${file} cannot be read: ${messageOf(error)}`, {
      next: `make ${file} a file that you may read, or remove it`,
      cause: error,
    });
  }
}
