// What `tasklane doctor` can tell without a daemon: Node, git, and the home.
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { messageOf } from '../api/errors.ts';
import type { FindingJson } from '../api/schemas.ts';
import type { Context } from './context.ts';
import { homeOf } from './find-daemon.ts';

export async function localFindings(context: Context): Promise<readonly FindingJson[]> {
  return [node(), await git(context.env), await home(context)];
}

function node(): FindingJson {
  return {
    name: 'node',
    status: 'ok',
    message: `Node ${process.versions.node} at ${process.execPath}`,
    fix: null,
  };
}

// Looked up, not run: only the daemon runs git.
async function git(env: NodeJS.ProcessEnv): Promise<FindingJson> {
  const names = process.platform === 'win32' ? ['git.exe', 'git.cmd'] : ['git'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders)
    for (const name of names) {
      const file = join(folder, name);
      if (await isAllowed(file, constants.X_OK))
        return { name: 'git', status: 'ok', message: file, fix: null };
    }
  return {
    name: 'git',
    status: 'problem',
    message: 'git is not on the PATH.',
    fix: 'Install git 2.38 or newer.',
  };
}

async function home(context: Context): Promise<FindingJson> {
  try {
    const folder = await homeOf(context);
    const nearest = await nearestThere(folder);
    const isUsable = (await stat(nearest)).isDirectory() && (await isAllowed(nearest, constants.W_OK));
    return isUsable
      ? { name: 'home', status: 'ok', message: folder, fix: null }
      : homeProblem(`${nearest} cannot be written to.`);
  } catch (error) {
    return homeProblem(messageOf(error));
  }
}

function homeProblem(message: string): FindingJson {
  const fix = 'Give yourself write permission there, or set TASKLANE_HOME to a folder of yours.';
  return { name: 'home', status: 'problem', message, fix };
}

async function nearestThere(path: string): Promise<string> {
  const found = await stat(path).catch(() => null); // not there, or not to be seen: its parent decides
  return found !== null || dirname(path) === path ? path : nearestThere(dirname(path));
}

async function isAllowed(file: string, mode: number): Promise<boolean> {
  try {
    await access(file, mode);
    return true;
  } catch {
    return false; // that is the answer
  }
}
