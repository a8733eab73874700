// What every script needs before it can start: the packages of the lockfile, and a Node new enough for our TypeScript.
// Plain JavaScript that an old Node can run too, because an old Node is what may be installed here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 24;

/** The folder of the repository, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** A sentence for the person, instead of a stack trace. */
export class SetupError extends Error {}

/**
 * Installs what the lockfile names when some of it is missing. Packages for development that are already there stay,
 * also when only those for production are asked for.
 */
export function ensureInstalled({ dev }) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === null) throw new SetupError(`package-lock.json is missing in ${root}; check it out again.`);
  const installed = readInstalled();
  if (missing(wanted, installed, dev).length === 0) return;
  const hasDev = Object.entries(installed).some(([, entry]) => entry.dev === true);
  install({ dev: dev || hasDev });
  const [still] = missing(wanted, readInstalled(), dev);
  if (still !== undefined)
    throw new SetupError(`npm did not install ${still[0]} as the lockfile names it; run npm install.`);
}

/** The path of a Node that runs our sources: this one, or the one among the packages. */
export function node24() {
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  const packaged = packagedNode();
  if (packaged !== null) return packaged;
  throw new SetupError(
    `Tasklane needs Node ${oldestNode} or newer; this is Node ${process.versions.node}, and there is no packaged ` +
      `Node for ${process.platform} ${process.arch}. Install one from https://nodejs.org and try again.`,
  );
}

/** PATH with the packages' programs first, as npm itself arranges it for `npm run`. */
export function pathWithPackages() {
  return [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}

/** Runs the main function of a script: its number is the exit code, and a SetupError becomes one line. */
export async function main(run) {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

// npm writes this second lockfile last, and it holds what really was installed: so an interrupted install counts as none.
function readInstalled() {
  return readPackages(join(root, 'node_modules', '.package-lock.json')) ?? {};
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

// Optional packages are for other platforms or may fail to install: one that is absent is no reason to install again.
function missing(wanted, installed, dev) {
  return Object.entries(wanted).filter(([path, entry]) => {
    const found = installed[path];
    if (path === '' || (entry.dev && !dev)) return false;
    if (found === undefined && (entry.optional || entry.devOptional)) return false;
    return found?.version !== entry.version || found?.integrity !== entry.integrity;
  });
}

// Not `npm ci`: it refuses a lockfile that leaves out the optional package of any platform, and such a lockfile is what
// npm itself writes where a registry has not all of them. This too installs exactly what the lockfile names.
function install({ dev }) {
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  args.push(dev ? '--include=dev' : '--omit=dev');
  process.stderr.write(`Installing packages: npm ${args.join(' ')}\n`);
  const [program, ...first] = npm();
  const result = spawnSync(program, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && first.length === 0,
  });
  if (result.error) throw new SetupError(`npm could not be started (${result.error.message}); install npm.`);
  if (result.status !== 0)
    throw new SetupError('npm could not install the packages; its own message is above.');
}

// Inside `npm run`, npm says where it is; that also is the only way to start it on Windows without a shell.
export function npm() {
  const script = process.env.npm_execpath;
  return script !== undefined && basename(script) === 'npm-cli.js' ? [process.execPath, script] : ['npm'];
}

function packagedNode() {
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  if (process.platform === 'win32') names.push(`node-win-${process.arch}`);
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const paths = names.map((name) => join(root, 'node_modules', name, 'bin', program));
  return paths.find((path) => existsSync(path)) ?? null;
}
