// Which versions of its tools a check ran with. Only programs that are known to answer the question without doing anything
// are asked; the answers are kept for as long as the program, and the files that choose its version, stay the same.
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ToolVersion } from '../domain/evidence.ts';
import { exec } from '../lib/exec.ts';
import { toolsOf, versionQuestions } from './tools.ts';

/** Version managers look into these before they say which program it is. */
const choosing = [
  '.nvmrc',
  '.node-version',
  '.python-version',
  '.ruby-version',
  '.tool-versions',
  'rust-toolchain',
  'rust-toolchain.toml',
  'global.json',
  'package.json',
  '.yarnrc.yml',
];

const timeoutMs = 10_000;
const maxKept = 200;

export class ToolVersions {
  readonly #known = new Map<string, Promise<string | null>>();

  /** In the order in which the command names them. A tool that is not there, or does not answer, is left out. */
  async of(
    command: string,
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): Promise<readonly ToolVersion[]> {
    const names = toolsOf(command);
    if (names.length === 0) return [];
    const chosen = await chosenIn(cwd);
    const versions = await Promise.all(
      names.map(async (name) => ({ name, version: await this.#version(name, cwd, env, chosen) })),
    );
    return versions.flatMap(({ name, version }) => (version === null ? [] : [{ name, version }]));
  }

  async #version(
    name: string,
    cwd: string,
    env: Readonly<Record<string, string>>,
    chosen: string,
  ): Promise<string | null> {
    const program = await locate(name, env['PATH'] ?? '');
    if (program === null) return null;
    const key = `${program}\n${chosen}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = ask(name, cwd, env);
    if (this.#known.size >= maxKept) this.#known.clear();
    this.#known.set(key, asked);
    return asked;
  }
}

async function ask(name: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const argv = [name, ...(versionQuestions.get(name) ?? ['--version'])];
    const end = await exec(argv, { cwd, env: { ...env, ...quiet }, timeoutMs, maxOutput: 10_000 });
    if (end.exitCode !== 0) return null;
    const said = `${end.stdout.toString('utf8')}\n${end.stderr.toString('utf8')}`;
    return /\d+(?:\.\d+)+[\w.+-]*/.exec(said)?.[0] ?? null;
  } catch {
    // It is gone, or may not be run: then there is nothing to say of it.
    return null;
  }
}

/** So that a package manager neither loads another version of itself nor runs what the tree names in its place. */
const quiet = {
  YARN_IGNORE_PATH: '1',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  npm_config_manage_package_manager_versions: 'false',
};

/** The file that the name stands for on this PATH, with the time of its last change. */
async function locate(name: string, path: string): Promise<string | null> {
  for (const dir of path.split(delimiter)) {
    if (!isAbsolute(dir)) continue;
    try {
      const file = await realpath(join(dir, name));
      const found = await stat(file);
      if (found.isFile()) return `${join(dir, name)} ${file} ${found.mtimeMs}`;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

async function chosenIn(cwd: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of choosing) {
    const content = await readFile(join(cwd, name)).catch(() => null);
    if (content !== null) hash.update(`${name}\n`).update(content);
  }
  return hash.digest('hex');
}
