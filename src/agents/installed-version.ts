// The version of an agent's program without starting the agent: from the npm package that it belongs to, else from what it
// prints when it is asked.
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { versionIn } from '../domain/version.ts';
import { exec } from '../lib/exec.ts';
import type { AgentFacts } from './facts.ts';

const printMs = 10_000;

/** `program` is its absolute path; `path` the PATH to run it with. Null when there is no way to know. Never throws. */
export async function installedVersion(
  program: string,
  facts: Pick<AgentFacts, 'package' | 'versionArgs'>,
  path: string,
): Promise<string | null> {
  const packaged = facts.package === null ? null : await packagedVersion(program, facts.package);
  if (packaged !== null || facts.versionArgs === null) return packaged;
  return printedVersion([program, ...facts.versionArgs], path);
}

// npm links a program to its file within its package, whose description is in a folder above that file.
async function packagedVersion(program: string, name: string): Promise<string | null> {
  let folder = dirname(await realpath(program).catch(() => program));
  while (folder !== dirname(folder)) {
    const found = await readPackage(join(folder, 'package.json'));
    if (found?.name === name) return found.version;
    folder = dirname(folder);
  }
  return null;
}

async function readPackage(
  file: string,
): Promise<{ readonly name: string; readonly version: string } | null> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof content !== 'object' || content === null) return null;
    if (!('name' in content && 'version' in content)) return null;
    return { name: String(content.name), version: String(content.version) };
  } catch {
    // Not there, or not ours to read: the folder above may have it.
    return null;
  }
}

// In a HOME of its own: even to print their version some write settings.
async function printedVersion(argv: readonly string[], path: string): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), 'agent-version-'));
  try {
    const env = { PATH: path, HOME: home, LANG: 'C.UTF-8', TERM: 'dumb' };
    const end = await exec(argv, { env, cwd: home, timeoutMs: printMs, maxOutput: 64 * 1024 });
    return end.exitCode === 0 ? versionIn(`${end.stdout.toString()}\n${end.stderr.toString()}`) : null;
  } catch {
    return null;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
