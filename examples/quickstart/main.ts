// The main job on a small real repository: two tasks side by side, checked, applied one after the other. Every step is a
// command that a person could have typed, and is shown as one.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createInterface as createPrompt } from 'node:readline/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseModel } from './model.ts';
import type { Model } from './model.ts';
import { prepareSample } from './prepare.ts';
import { print, show, tasklane } from './run.ts';
import type { Where } from './run.ts';
import { clear, stageDir, stopDaemon } from './stage.ts';
import type { Stage } from './stage.ts';

interface SampleTask {
  readonly name: string;
  readonly prompt: string;
  readonly script: string;
}

const check = 'npm test';
const root = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const stage = stageDir();
  await clear(stage);
  const model = await chooseModel(process.env);
  try {
    return await play(stage, model);
  } finally {
    await model.close();
  }
}

async function play(stage: Stage, model: Model): Promise<number> {
  heading('Tasklane quickstart');
  print(model.says);
  await prepareSample(stage.repository);
  print(`A sample repository with its tests is in ${stage.repository}.`);
  const env: NodeJS.ProcessEnv = { ...process.env, ...model.environment, TASKLANE_HOME: stage.home };
  const where: Where = { cwd: stage.repository, env };
  const url = await startDaemon(stage, env);
  print(`The daemon runs at ${url}; its database and copies are in ${stage.home}.`);
  const ended = once(async () => {
    await stopDaemon(stage.home);
    await clear(stage);
  });
  process.once('SIGINT', () => void ended().then(() => process.exit(130)));
  try {
    const code = await job(where, model);
    if (code === 0) nextSteps();
    if (code === 0 && (await keepDaemon(model))) {
      // Only now: the tools that build the page are most of what there is to install.
      await show(['npm', 'run', '--silent', 'build:web'], { ...where, cwd: root });
      print('The board, signed in once within a minute:');
      await tasklane(['open'], where);
      print(`Kept. Try: cd ${stage.repository} && TASKLANE_HOME=${stage.home} tasklane task list`);
      return 0;
    }
    await ended();
    return code;
  } catch (error) {
    await ended();
    throw error;
  }
}

/** Two tasks at the same time, then both applied. Returns an exit code. */
async function job(where: Where, model: Model): Promise<number> {
  const tasks = await readTasks();
  heading('Two tasks, side by side, each in its own copy');
  const codes = await Promise.all(tasks.map(async (task) => runTask(task, where, model)));
  if (codes.some((code) => code !== 0)) return 1;
  heading('The main branch has not changed. What would be applied');
  for (const task of tasks) await tasklane(['task', 'diff', task.name, '--stat'], where);
  heading('Apply: merged in a scratch copy, tested again on the merged tree, then the branch moves');
  for (const task of tasks) {
    const code = await tasklane(['task', 'apply', task.name], where);
    if (code !== 0) return code;
  }
  heading('The result in the repository');
  await show(['git', 'log', '--graph', '--oneline', '--stat', '--no-color'], where);
  return show(['npm', 'test', '--silent'], where);
}

async function runTask(task: SampleTask, where: Where, model: Model): Promise<number> {
  // The script's name rides along in the prompt: it is how a stateless model server knows which words are wanted.
  const prompt = model.isScripted ? `${task.prompt}\n\n${task.script}` : task.prompt;
  return tasklane(['run', prompt, '--name', task.name, '--check', check], where, `[${task.name}] `);
}

async function readTasks(): Promise<readonly SampleTask[]> {
  // Our own data, beside this file.
  return JSON.parse(await readFile(join(import.meta.dirname, 'tasks.json'), 'utf8')) as readonly SampleTask[];
}

/** Starts `tasklane serve` on a free port and resolves to its address: the first line that it prints. */
async function startDaemon(stage: Stage, env: NodeJS.ProcessEnv): Promise<string> {
  const bin = join(root, 'bin', 'tasklane.js');
  const daemon = spawn(process.execPath, [bin, 'serve', '--port', '0', '--home', stage.home], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: daemon.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    daemon.once('error', reject);
    daemon.once('exit', (code) => reject(new Error(`the daemon ended with exit code ${code}`)));
  });
  daemon.unref();
  lines.close();
  daemon.stdout.destroy();
  return url;
}

async function keepDaemon(model: Model): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const prompt = createPrompt({ input: process.stdin, output: process.stdout });
  const note = model.isScripted ? ' (its scripted model ends with this command)' : '';
  const answer = await prompt.question(`\nKeep the daemon and the sample repository${note}? [y/N] `);
  prompt.close();
  return /^y/i.test(answer.trim());
}

function nextSteps(): void {
  heading('Next, in your own repository');
  print('  export OPENAI_API_KEY=…              # or ANTHROPIC_API_KEY, GOOGLE_GENERATIVE_AI_API_KEY');
  print('  npm link                             # once, here: puts `tasklane` on your PATH');
  print('  cd /your/repository');
  print('  tasklane run "say in plain words what you want" --check "npm test"');
  print('  tasklane run "…" --agent qwen        # or gemini, or any ACP agent: tasklane agents');
}

function heading(text: string): void {
  print(`\n── ${text} ${'─'.repeat(Math.max(0, 96 - text.length))}`);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

process.exitCode = await main();
