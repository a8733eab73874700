// `npm test`: installs what is missing, then runs all tests, or those in the files and folders that are named.
//   npm test -- src/store test/e2e/run.test.ts --test-name-pattern=R54
// Options of `node --test` are passed on; write them with `=`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { ensureWeb } from './build-web.mjs';
import { buildTestProgram } from './test-program.mjs';
import { ensureChromium, ensurePostgres } from './test-needs.mjs';
import { SetupError, ensureInstalled, main, node24, pathWithPackages, root } from './setup.mjs';

const testTimeoutMs = 120_000;
const runTimeoutMs = 45 * 60_000;
const mostToRepeat = 8;
// Each of hundreds of files is a process that loads most of the sources: only the first one compiles them.
const compileCache = join(root, 'node_modules', '.cache', 'tests');

await main(async (args) => {
  ensureInstalled({ dev: true });
  if (args.length === 0) offerPostgres();
  const options = args.filter((arg) => arg.startsWith('-'));
  const files = select(args.filter((arg) => !arg.startsWith('-')));
  if (files.some((file) => file.startsWith(join('test', 'web')))) offerBrowser();
  if (args.length > 0) return run([...testOptions(), ...options, ...files]);
  if (files.some((file) => file.startsWith(join('test', 'e2e'))))
    process.env.TEST_PROGRAM = await buildTestProgram();
  return runAll(files);
});

// The whole run starts hundreds of processes on a few cores, where a test that waits for one can lose its patience. A few
// files that failed are therefore run once more, alone; that is said, and what fails twice has failed.
async function runAll(files) {
  const dir = mkdtempSync(join(tmpdir(), 'tasklane-failed-'));
  const list = join(dir, 'files');
  try {
    const code = await run([
      ...testOptions(),
      '--test-reporter-destination=stdout',
      '--test-reporter=./scripts/failed-files.mjs',
      `--test-reporter-destination=${list}`,
      ...files,
    ]);
    const failed = readFileSync(list, 'utf8')
      .split('\n')
      .filter((file) => file !== '')
      .map((file) => relative(root, file));
    // A test of a suite that several files share names the suite, which cannot be run by itself.
    const canRepeat = failed.length > 0 && failed.every((file) => files.includes(file));
    if (code === 0 || !canRepeat || failed.length > mostToRepeat) return code;
    process.stderr.write(
      `\nFailed, and run once more by themselves:\n${failed.map((file) => `  ${file}\n`).join('')}`,
    );
    return await run([...testOptions().map(alone), ...failed]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function alone(option) {
  return option.startsWith('--test-concurrency') ? '--test-concurrency=1' : option;
}

// Without it, and without the right to install it, its tests are skipped, one line each; all others still count.
function offerPostgres() {
  try {
    ensurePostgres();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}

// The page is built when its sources changed. Without a browser, its tests are skipped in the same way.
function offerBrowser() {
  ensureWeb();
  try {
    ensureChromium();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}

function testOptions() {
  return [
    '--test',
    '--test-reporter=spec',
    `--test-timeout=${testTimeoutMs}`,
    // Node's own default leaves one core out, which on two cores would mean one file after the other.
    `--test-concurrency=${Math.max(2, availableParallelism() - 1)}`,
    '--import=./scripts/test-watchdog.mjs',
  ];
}

function select(paths) {
  const all = ['src', 'test', 'examples', 'web'].flatMap(testFiles);
  // Without a file, node would search for itself, and find this one.
  if (all.length === 0) throw new SetupError('There are no tests in src/, web/, test/ or examples/.');
  if (paths.length === 0) return all;
  return paths.flatMap((path) => {
    const wanted = relative(root, resolve(path));
    const found = all.filter((file) => file === wanted || wanted === '' || file.startsWith(wanted + sep));
    if (found.length === 0)
      throw new SetupError(
        `There is no test at ${path}; tests end in .test.ts, in src/, web/, test/ or examples/.`,
      );
    return found;
  });
}

function testFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file));
}

function run(args) {
  const child = spawn(node24(), args, {
    cwd: root,
    env: testEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // SIGINT makes the runner say which files were still running.
  const timer = setTimeout(() => child.kill('SIGINT'), runTimeoutMs);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((end, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      end(code ?? 1);
    });
  });
}

// A git hook that runs the tests sets GIT_DIR; a person has keys and settings: none of them may change what a test sees.
function testEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|TASKLANE_)|_API_KEY$|^NODE_TEST_CONTEXT$/.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: pathWithPackages(), NODE_COMPILE_CACHE: compileCache };
}
