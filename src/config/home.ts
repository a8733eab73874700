// Where Tasklane keeps what it knows. Without any schema library: every command of the CLI asks this first.
import { posix, win32 } from 'node:path';

/**
 * TASKLANE_HOME, or the place that the platform has for the data of programs. Absolute; it need not exist.
 * `osHome` is the person's home folder.
 */
export function resolveHome(
  environment: Readonly<Record<string, string | undefined>>,
  osHome: string,
  platform: NodeJS.Platform,
): string {
  const path = platform === 'win32' ? win32 : posix;
  const chosen = environment['TASKLANE_HOME'];
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  return path.join(dataFolder(environment, osHome, platform), 'tasklane');
}

function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  osHome: string,
  platform: NodeJS.Platform,
): string {
  if (platform === 'darwin') return posix.join(osHome, 'Library', 'Application Support');
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return local === undefined || local === '' ? win32.join(osHome, 'AppData', 'Local') : local;
  }
  const data = environment['XDG_DATA_HOME'];
  // The XDG specification says that a relative path here is to be ignored.
  return data !== undefined && posix.isAbsolute(data) ? data : posix.join(osHome, '.local', 'share');
}
