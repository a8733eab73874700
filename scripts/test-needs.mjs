// What the tests need and npm cannot install: the programs of PostgreSQL, on which they start a server of their own, and
// Chromium, in which they open the web page. Run as a program it prints the folder of PostgreSQL
// (or with `chromium` that program), or says what to do and ends with 1.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canInstall } from './apt.mjs';
import { SetupError, main } from './setup.mjs';

const oldestPostgres = 15;

// Debian keeps every version in a folder of its own, outside PATH.
const debianRoot = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs. Installs them where that is possible; throws SetupError where it is not. */
export function ensurePostgres() {
  const found = findPostgres() ?? installPostgres();
  if (found !== null) return found;
  throw new SetupError(
    `The tests on PostgreSQL need its programs initdb and postgres, version ${oldestPostgres} or newer, in PATH. ` +
      `Install them (Debian: apt-get install postgresql; macOS: brew install postgresql@17).`,
  );
}

function findPostgres() {
  const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find(isPostgres) ?? null;
}

// The newest first.
function debianFolders() {
  if (!existsSync(debianRoot)) return [];
  const versions = readdirSync(debianRoot).sort((one, other) => Number(other) - Number(one));
  return versions.map((version) => join(debianRoot, version, 'bin'));
}

function isPostgres(folder) {
  if (folder === '' || !existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres')))
    return false;
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/ (\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= oldestPostgres;
}

function installPostgres() {
  if (!canInstall()) return null;
  keepFromStarting();
  return aptInstall('postgresql', 'PostgreSQL for the tests') ? findPostgres() : null;
}

// Debian's package would also make a server of the machine's own and start it. Nobody asked for that.
function keepFromStarting() {
  const file = '/etc/postgresql-common/createcluster.conf';
  if (existsSync(file)) return;
  mkdirSync('/etc/postgresql-common', { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The program of Chromium. Installs it where that is possible; throws SetupError where it is not. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (canInstall() && aptInstall('chromium', 'Chromium for the tests of the web page')) {
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new SetupError(
    'The tests of the web page need Chromium in PATH. Install it (Debian: apt-get install chromium; macOS: brew install --cask google-chrome).',
  );
}

/** Null: there is none. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = folders.flatMap((folder) => browsers.map((name) => join(folder, name)));
  return [...paths, macChrome].find((path) => existsSync(path)) ?? null;
}

if (import.meta.filename === process.argv[1])
  await main(([wanted]) => {
    process.stdout.write(`${wanted === 'chromium' ? ensureChromium() : ensurePostgres()}\n`);
    return 0;
  });
