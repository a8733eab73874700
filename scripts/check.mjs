// `npm run check`: everything that must be green before a commit. All steps run, also after one failed, so that one run
// shows all there is to repair. `npm run check -- types lint` runs only those.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SetupError, ensureInstalled, main, node24, pathWithPackages, root } from './setup.mjs';

const steps = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'web', script: 'node_modules/typescript/bin/tsc', args: ['-p', 'web'] },
  { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--quiet'] },
  {
    name: 'format',
    script: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', '--log-level=warn', '.'],
  },
  { name: 'unused', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'tests', script: 'scripts/test.mjs', args: [] },
];

await main((names) => {
  ensureInstalled({ dev: true });
  const results = choose(names).map(runStep);
  const failed = results.filter((result) => !result.passed);
  process.stdout.write(`\n${results.map(line).join('\n')}\n`);
  return failed.length === 0 ? 0 : 1;
});

function choose(names) {
  const known = steps.map((step) => step.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SetupError(`There is no step ${unknown}; there are ${known.join(', ')}.`);
  return steps.filter((step) => names.length === 0 || names.includes(step.name));
}

function runStep({ name, script, args }) {
  process.stdout.write(`\n── ${name}\n`);
  const started = Date.now();
  const { status } = spawnSync(node24(), [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, PATH: pathWithPackages() },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { name, passed: status === 0, seconds: (Date.now() - started) / 1000 };
}

function line({ name, passed, seconds }) {
  return `${passed ? '✔' : '✖'} ${name.padEnd(8)}${seconds.toFixed(1).padStart(6)} s`;
}
