// cline/kanban with the same cards, in a home of its own and with nothing of this machine's environment: the page that ours is
// held against. Its package is installed for the benchmark alone, beside this checkout's temporary files, and kept there.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CardJson } from '../../src/api/board-schemas.ts';

export const kanbanVersion = '0.1.70';

const patienceMs = 60_000;
const installed = join(tmpdir(), `tasklane-bench-kanban-${kanbanVersion}`);
const packageDir = join(installed, 'node_modules', 'kanban');

export interface KanbanPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `dir`: an empty folder for its home and its repository. Throws where it cannot be installed or does not answer. */
export async function serveKanban(dir: string, cards: readonly CardJson[]): Promise<KanbanPage> {
  install();
  const repository = join(dir, 'kanban');
  const workspaces = join(dir, 'home', '.cline', 'kanban', 'workspaces');
  await mkdir(repository, { recursive: true });
  await mkdir(join(workspaces, 'kanban'), { recursive: true });
  const git = (...args: readonly string[]) => ended('git', ['-C', repository, ...args]);
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=a', '-c', 'user.email=a@localhost', 'commit', '-q', '--allow-empty', '-m', 'First');
  const entries = { kanban: { workspaceId: 'kanban', repoPath: repository } };
  const index = { version: 1, entries, repoPathToId: { [repository]: 'kanban' } };
  await writeFile(join(workspaces, 'index.json'), JSON.stringify(index));
  await writeFile(join(workspaces, 'kanban', 'board.json'), JSON.stringify(boardOf(cards)));
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [join(packageDir, 'dist', 'cli.js'), '--port', `${port}`, '--no-open'],
    {
      cwd: repository,
      env: { ...clean, HOME: join(dir, 'home') },
      stdio: 'ignore',
    },
  );
  const isOver = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    server.kill('SIGKILL');
    await isOver;
  };
  const url = `http://127.0.0.1:${port}/kanban`;
  const until = Date.now() + patienceMs;
  while (!(await answers(url))) {
    if (Date.now() > until || server.exitCode !== null) {
      await close();
      throw new Error(`kanban ${kanbanVersion} does not answer at ${url}`);
    }
    await sleep(200);
  }
  return { url, close };
}

/** The files that its page loads before it shows anything: their paths. */
export async function initialScripts(): Promise<readonly string[]> {
  install();
  const web = join(packageDir, 'dist', 'web-ui');
  const html = await readFile(join(web, 'index.html'), 'utf8');
  const names = new Set(html.match(/assets\/[^"]+\.js/g));
  const all = await readdir(join(web, 'assets'));
  return [...names]
    .filter((name) => all.includes(name.slice('assets/'.length)))
    .map((name) => join(web, name));
}

const clean = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin` };

function install(): void {
  if (existsSync(packageDir)) return;
  const home = join(installed, 'home');
  mkdirSync(home, { recursive: true });
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout.trim();
  const options = ['--prefix', installed, '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  ended('npm', ['install', ...options, '--registry', registry, `kanban@${kanbanVersion}`], home);
}

function ended(command: string, args: readonly string[], home = tmpdir()): void {
  const { status, stderr } = spawnSync(command, args, { env: { ...clean, HOME: home }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
}

/** All of them wait in its backlog: the other columns are of sessions, which need an agent. */
function boardOf(cards: readonly CardJson[]): object {
  const at = Date.now();
  const tasks = cards.map((card) => ({
    id: card.id,
    title: card.title,
    prompt: card.brief,
    startInPlanMode: false,
    autoReviewEnabled: false,
    autoReviewMode: 'commit',
    baseRef: 'main',
    createdAt: at,
    updatedAt: at,
  }));
  const column = (id: string, title: string, held: readonly object[] = []) => ({ id, title, cards: held });
  const columns = [
    column('backlog', 'Backlog', tasks),
    column('in_progress', 'In Progress'),
    column('review', 'Review'),
    column('trash', 'Done'),
  ];
  return { columns, dependencies: [] };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => void server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
