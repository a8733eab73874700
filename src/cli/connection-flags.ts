// The flags of the whole program. Apart from remote.ts, because every command reads them first, and most need no
// more of it.
import { AppError } from '../api/errors.ts';

/** These flags of the whole program may stand anywhere in the line, and are stronger than the variables. */
export function takeConnectionFlags(argv: readonly string[]): {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const names: Readonly<Record<string, string>> = {
    '--url': 'TASKLANE_URL',
    '--token': 'TASKLANE_TOKEN',
    '--global-config': 'TASKLANE_HOME',
  };
  const rest: string[] = [];
  const env: Record<string, string> = {};
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [flag = '', ...value] = word.split('=');
    const name = at < end ? names[flag] : undefined;
    if (at < end && word === '--no-version-warning') env['TASKLANE_NO_VERSION_WARNING'] = '1';
    else if (name === undefined) rest.push(word);
    else if (value.length > 0) env[name] = value.join('=');
    else {
      at += 1;
      const next = argv[at];
      if (next === undefined)
        throw new AppError('invalid_input', `${flag} needs a value.`, { next: `Write ${flag} VALUE.` });
      env[name] = next;
    }
  }
  return { argv: rest, env };
}
