// The scripts that start everything else, run as processes in a small repository of their own, with an npm that only
// writes down how it was called and what it then would have installed.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exec } from '../src/lib/exec.ts';
import { tempDir } from './support/temp-dir.ts';

const scripts = fileURLToPath(new URL('../scripts', import.meta.url));

const recordingNpm = `
const { copyFileSync, mkdirSync, appendFileSync } = require('node:fs');
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) process.exit(1);
mkdirSync('node_modules', { recursive: true });
copyFileSync('would-install.json', 'node_modules/.package-lock.json');
`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

interface SmallRepository {
  readonly dir: string;
  write(path: string, content: unknown): void;
  /** How npm was called, one line per call. */
  npmCalls(): string[];
  run(argv: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  install(options: { readonly dev: boolean }, environment?: Readonly<Record<string, string>>): Promise<Ended>;
}

const wanted = {
  '': { name: 'small' },
  'node_modules/used': { version: '1.0.0', integrity: 'u1' },
  'node_modules/tool': { version: '2.0.0', integrity: 't2', dev: true },
  'node_modules/elsewhere': { version: '3.0.0', integrity: 'e3', optional: true },
};
const { 'node_modules/used': used, 'node_modules/tool': tool, 'node_modules/elsewhere': elsewhere } = wanted;

function smallRepository(context: TestContext): SmallRepository {
  const dir = tempDir(context);
  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  cpSync(scripts, join(dir, 'scripts'), { recursive: true });
  write('package.json', { type: 'module' });
  write('npm/package.json', { type: 'commonjs' });
  write('npm/npm-cli.js', recordingNpm);
  write('package-lock.json', { packages: wanted });
  write('would-install.json', { packages: { 'node_modules/used': used, 'node_modules/tool': tool } });
  for (const folder of ['src', 'test', 'examples', 'web']) mkdirSync(join(dir, folder));
  const run: SmallRepository['run'] = async (argv, environment = {}) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      npm_execpath: join(dir, 'npm', 'npm-cli.js'),
      ...environment,
    };
    const end = await exec([process.execPath, ...argv], { cwd: dir, env, timeoutMs: 60_000 });
    return { code: end.exitCode, output: `${end.stderr.toString()}${end.stdout.toString()}` };
  };
  const npmCalls = (): string[] => {
    const file = join(dir, 'npm-calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  };
  const install: SmallRepository['install'] = (options, environment) =>
    run(
      [
        '--input-type=module',
        '--eval',
        `import { ensureInstalled, main } from './scripts/setup.mjs';
         await main(() => { ensureInstalled(${JSON.stringify(options)}); return 0; });`,
      ],
      environment,
    );
  return { dir, write, npmCalls, run, install };
}

function installed(repository: SmallRepository, packages: unknown): void {
  repository.write('node_modules/.package-lock.json', { packages });
}

test('a fresh clone is installed once, without running scripts of packages', async (t) => {
  const repository = smallRepository(t);
  assert.equal((await repository.install({ dev: true })).code, 0);
  assert.equal((await repository.install({ dev: true })).code, 0);
  const [call, ...more] = repository.npmCalls();
  assert.deepEqual(more, []);
  assert.match(call ?? '', /^install --no-save --ignore-scripts .*--include=dev$/);
});

const reasons = [
  { name: 'a package is missing', packages: { 'node_modules/used': used } },
  {
    name: 'a package has another version',
    packages: { 'node_modules/used': { ...used, version: '0.9.0' }, 'node_modules/tool': tool },
  },
  {
    name: 'a package has other content',
    packages: { 'node_modules/used': { ...used, integrity: 'x' }, 'node_modules/tool': tool },
  },
  {
    name: 'an optional package is an old one',
    packages: {
      'node_modules/used': used,
      'node_modules/tool': tool,
      'node_modules/elsewhere': { ...elsewhere, version: '2.9.0' },
    },
  },
];

for (const { name, packages } of reasons)
  test(`it installs again when ${name}`, async (t) => {
    const repository = smallRepository(t);
    installed(repository, packages);
    await repository.install({ dev: true });
    assert.equal(repository.npmCalls().length, 1);
  });

test('a missing package for development is no reason when only production is asked for', async (t) => {
  const repository = smallRepository(t);
  installed(repository, { 'node_modules/used': used });
  await repository.install({ dev: false });
  assert.deepEqual(repository.npmCalls(), []);
});

test('a production install leaves development out, unless it is there already', async (t) => {
  const repository = smallRepository(t);
  await repository.install({ dev: false });
  installed(repository, { 'node_modules/tool': tool });
  await repository.install({ dev: false });
  const [first, second] = repository.npmCalls();
  assert.match(first ?? '', /--omit=dev$/);
  assert.match(second ?? '', /--include=dev$/);
});

test('when npm fails, or installs something else, one sentence says so', async (t) => {
  const repository = smallRepository(t);
  const failed = await repository.install({ dev: true }, { NPM_FAILS: '1' });
  assert.equal(failed.code, 1);
  assert.match(failed.output, /npm could not install the packages/);
  repository.write('would-install.json', { packages: { 'node_modules/tool': tool } });
  const other = await repository.install({ dev: true });
  assert.equal(other.code, 1);
  assert.match(other.output, /npm did not install node_modules\/used/);
  assert.doesNotMatch(failed.output + other.output, /\n\s+at /);
});

const passing = "import { test } from 'node:test';\ntest('it passes', () => undefined);\n";
const failing = "import { test } from 'node:test';\ntest('it fails', () => { throw new Error('so'); });\n";

test('npm test runs all tests beside the code and in test/, and ends with the summary of the runner', async (t) => {
  const repository = smallRepository(t);
  repository.write('src/deep/one.test.ts', passing);
  repository.write('test/two.test.ts', passing);
  repository.write('src/test.ts', failing);
  const { code, output } = await repository.run(['scripts/test.mjs']);
  assert.equal(code, 0, output);
  assert.match(output, /ℹ tests 2\n/);
  assert.match(output, /ℹ duration_ms [\d.]+\n$/);
});

test('npm test fails when a test fails, and runs only the files and folders that are named', async (t) => {
  const repository = smallRepository(t);
  repository.write('src/a/one.test.ts', passing);
  repository.write('src/b/two.test.ts', failing);
  assert.equal((await repository.run(['scripts/test.mjs'])).code, 1);
  assert.equal((await repository.run(['scripts/test.mjs', 'src/a'])).code, 0);
  assert.equal((await repository.run(['scripts/test.mjs', 'src/b/two.test.ts'])).code, 1);
  assert.equal((await repository.run(['scripts/test.mjs', '--test-name-pattern=passes'])).code, 0);
});

test('npm test does not search for tests by itself: none, or none of that name, is said', async (t) => {
  const repository = smallRepository(t);
  const none = await repository.run(['scripts/test.mjs']);
  assert.equal(none.code, 1);
  assert.match(none.output, /There are no tests/);
  repository.write('src/one.test.ts', passing);
  const unknown = await repository.run(['scripts/test.mjs', 'src/two']);
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /There is no test at src\/two/);
});

test('a test file that leaves something open is ended, and named with what was open', async (t) => {
  const repository = smallRepository(t);
  repository.write(
    'src/open.test.ts',
    `import { createServer } from 'node:net';\n${passing}createServer().listen(0);\n`,
  );
  const { code, output } = await repository.run(['scripts/test.mjs'], { TEST_FILE_TIMEOUT_MS: '500' });
  assert.equal(code, 1);
  assert.match(output, /open\.test\.ts did not end within 500 ms\. Still open: .*TCPServerWrap/);
});

test("tests see no settings, keys or git variables of the person's environment", async (t) => {
  const repository = smallRepository(t);
  repository.write(
    'src/env.test.ts',
    `import assert from 'node:assert/strict';
     import { test } from 'node:test';
     test('it is clean', () => {
       const names = Object.keys(process.env).filter((name) => /GIT_DIR|TASKLANE|API_KEY|KEPT/.test(name));
       assert.deepEqual(names, ['KEPT']);
     });\n`,
  );
  const environment = { GIT_DIR: '/x', TASKLANE_PORT: '1', OPENAI_API_KEY: 'k', KEPT: '1' };
  const { code, output } = await repository.run(['scripts/test.mjs'], environment);
  assert.equal(code, 0, output);
});

test('npm run check runs every step, names the failed ones at the end, and fails', async (t) => {
  const repository = smallRepository(t);
  for (const tool of [
    'typescript/bin/tsc',
    'oxlint/bin/oxlint',
    'prettier/bin/prettier.cjs',
    'knip/bin/knip.js',
  ])
    repository.write(`node_modules/${tool}`, tool.startsWith('oxlint') ? 'process.exitCode = 1;' : '');
  repository.write('src/one.test.ts', passing);
  const all = await repository.run(['scripts/check.mjs']);
  assert.equal(all.code, 1);
  assert.match(all.output, /✔ types +\d.*\n✔ web +\d.*\n✖ lint .*\n✔ format .*\n✔ unused .*\n✔ tests .*\n/);
  assert.equal((await repository.run(['scripts/check.mjs', 'types', 'tests'])).code, 0);
  assert.match(
    (await repository.run(['scripts/check.mjs', 'typos'])).output,
    /There is no step typos; there are types,/,
  );
});
