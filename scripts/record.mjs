// `node scripts/record.mjs`: makes docs/images/run.svg from a real run on a real terminal (tmux): the commands are typed
// into a shell, and what then stands on the screen becomes the picture. Only the model's words come from a script.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError, ensureInstalled, main, node24, root } from './setup.mjs';

const columns = 112;
const rows = 80;
const wish = "parseAmount('-0.50') returns 50, not -50: add a test, fix it. [[script:fix-small-credits]]";
const typed = [
  `tasklane run "${wish}" \\\n  --name fix-small-credits --check "npm test"`,
  'tasklane task apply fix-small-credits',
  'git log --oneline',
];

await main(async () => {
  ensureInstalled({ dev: true });
  // The parts in TypeScript below need it.
  if (node24() !== process.execPath)
    return spawnSync(node24(), process.argv.slice(1), { stdio: 'inherit' }).status;
  if (spawnSync('tmux', ['-V']).error) throw new SetupError('tmux is missing; it is the terminal to record.');
  const { prepareSample } = await import('../examples/quickstart/prepare.ts');
  const { terminalSvg } = await import('./terminal-svg.ts');
  const dir = mkdtempSync(join(tmpdir(), 'tasklane-record-'));
  const model = await startModel();
  const stage = stageIn(dir, model.url);
  try {
    await prepareSample(stage.repository);
    // What a first run says once (the daemon's port, the folder here) is of no use in a picture.
    stage.tasklane('project', 'add');
    const screen = await record(stage);
    const title = `A terminal: ${typed.join('; ')}`;
    writeFileSync(join(root, 'docs', 'images', 'run.svg'), terminalSvg({ screen, columns, title }));
    return 0;
  } finally {
    stage.tmux('kill-server');
    stage.tasklane('stop');
    model.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});

function stageIn(dir, modelUrl) {
  const bin = join(dir, 'bin');
  const repository = join(dir, 'invoices');
  mkdirSync(bin);
  symlinkSync(join(root, 'bin', 'tasklane.js'), join(bin, 'tasklane'));
  symlinkSync(process.execPath, join(bin, 'node'));
  const socket = join(dir, 'tmux');
  const env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH ?? '/usr/bin:/bin'].join(delimiter),
    HOME: dir,
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
    TASKLANE_HOME: join(dir, 'home'),
    TASKLANE_PORT: '0',
    TASKLANE_MODEL: 'openai-compatible/scripted-model',
    TASKLANE_BASE_URL: `${modelUrl}/v1`,
    TASKLANE_API_KEY: 'scripted',
    GIT_PAGER: 'cat',
    PS1: '$ ',
  };
  const options = { cwd: repository, env, encoding: 'utf8', timeout: 60_000 };
  return {
    repository,
    tmux: (...args) => spawnSync('tmux', ['-f', '/dev/null', '-S', socket, ...args], options).stdout,
    tasklane: (...args) => execFileSync(join(bin, 'tasklane'), args, { ...options, stdio: 'pipe' }),
  };
}

/** Types each line when the one before has ended, and returns what the terminal shows at the end. */
async function record(stage) {
  stage.tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), 'bash', '--norc', '--noprofile');
  for (const [index, line] of typed.entries()) {
    await prompted(stage, index + 1);
    stage.tmux('send-keys', '-l', line);
    stage.tmux('send-keys', 'Enter');
  }
  const screen = await prompted(stage, typed.length + 1);
  return screen.trimEnd().replace(/\n[^\n]*$/, '');
}

/** Waits until the shell asks for the nth command, and returns what the terminal shows then. */
async function prompted(stage, count) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const screen = stage.tmux('capture-pane', '-e', '-p', '-S', '-') ?? '';
    const prompts = screen.split('\n').filter((line) => line.startsWith('$'));
    if (prompts.length === count && prompts.at(-1)?.trim() === '$') return screen;
    if (Date.now() > deadline) throw new SetupError(`The shell does not come back:\n${screen}`);
    await delay(100);
  }
}

async function startModel() {
  const server = join(root, 'test', 'support', 'model-server', 'main.ts');
  const scripts = join(root, 'examples', 'quickstart', 'scripts');
  const child = spawn(process.execPath, [server, '--scripts', scripts], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the model server ended with exit code ${code}`)));
  });
  return { url, stop: () => child.kill() };
}
