// Agents that are installed for the tests when they are first needed: where they are, or why they are not there.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../scripts/test-agents.mjs', import.meta.url));

export type Installed =
  | { readonly path: string; readonly skip: false }
  /** The reason, in one line. */
  | { readonly path: string; readonly skip: string };

/** Of the script: npm could not get it. Anything else is a fault of ours, and no reason to skip a test. */
const notHere = 2;

/** A PATH with the agent's programs first, and with the node that runs this test, which their launchers need. */
export function installedAgent(name: string): Installed {
  const rest = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  const end = spawnSync(process.execPath, [script, name], { encoding: 'utf8', timeout: 110_000 });
  if (end.status === 0) return { path: `${end.stdout.trim()}:${rest}`, skip: false };
  if (end.status !== notHere && end.error === undefined) throw new Error(end.stderr);
  return { path: rest, skip: end.stderr.trim().split('\n').at(-1) ?? `${name} cannot be installed` };
}
