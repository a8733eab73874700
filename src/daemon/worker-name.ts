// What this home is called where others can see it: in leases, in the log, and as the owner of its projects. Where several
// homes share a store this is what tells them apart, so it must stay the same for as long as the home exists, also when the
// machine is renamed: it is made once and kept in the home.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { slug } from '../domain/names.ts';
import { writeWhole } from './home-files.ts';

const longestHost = 30;

/** The name in the file `worker` of the home; made on first use. Throws `invalid_config` when that holds something else. */
export function workerName(home: string): string {
  const file = join(home, 'worker');
  if (!existsSync(file)) writeWhole(file, `${newName(hostname())}\n`);
  const name = readFileSync(file, 'utf8').trim();
  if (/^[\w.-]{1,100}$/.test(name)) return name;
  throw new AppError('invalid_config', `${file} does not hold the name of this home.`, {
    next: 'Restore it from a backup: the projects of this home are found by that name.',
    details: { file },
  });
}

// The host is for people; the random part is what no other home has.
function newName(host: string): string {
  const [first = ''] = host.split('.');
  return `${slug(first).slice(0, longestHost)}-${randomBytes(5).toString('hex')}`;
}
