// What package.json says about setting a project up and checking it. Only scripts that end by themselves are proposed.
import { z } from 'zod';
import type { ProposedCommand, ProposedCommands } from './knowledge.ts';

const manifest = z.object({
  scripts: z.record(z.string(), z.unknown()).optional(),
  packageManager: z.string().optional(),
});

interface Manager {
  readonly name: string;
  readonly lock: string;
  readonly install: string;
}

/** The lockfile decides: it is what the others who work there use. */
const managers: readonly Manager[] = [
  { name: 'pnpm', lock: 'pnpm-lock.yaml', install: 'pnpm install --frozen-lockfile' },
  { name: 'yarn', lock: 'yarn.lock', install: 'yarn install --frozen-lockfile' },
  { name: 'bun', lock: 'bun.lock', install: 'bun install --frozen-lockfile' },
  { name: 'bun', lock: 'bun.lockb', install: 'bun install --frozen-lockfile' },
  { name: 'npm', lock: 'package-lock.json', install: 'npm ci' },
  { name: 'npm', lock: 'npm-shrinkwrap.json', install: 'npm ci' },
];

/** In the order in which they are worth running: what is quick and says most comes first. */
const wanted = ['typecheck', 'type-check', 'lint', 'test'];
const watches = /--watch(?!=false|All=false)|\bwatch\b/;
/** What `npm init` writes. */
const placeholder = /no test specified/;

/** `text` is that of package.json in the root; `has` says whether a path is there. Text that is no manifest: nothing. */
export function nodeCommands(text: string, has: (path: string) => boolean): ProposedCommands {
  const read = manifest.safeParse(parsed(text));
  if (!read.success) return { setup: null, checks: [] };
  const { scripts = {}, packageManager = 'npm' } = read.data;
  const found = managers.find(({ lock }) => has(lock));
  const name =
    found?.name ?? managers.find((one) => packageManager.startsWith(`${one.name}@`))?.name ?? 'npm';
  const checks = wanted.flatMap((script): readonly ProposedCommand[] => {
    const line = Object.hasOwn(scripts, script) ? scripts[script] : undefined;
    if (typeof line !== 'string' || watches.test(line) || placeholder.test(line)) return [];
    return [
      { name: script, command: `${name} run ${script}`, because: `script “${script}” of package.json` },
    ];
  });
  // From its second version on yarn has another word for it.
  const install =
    found?.name === 'yarn' && /^yarn@[2-9]/.test(packageManager)
      ? 'yarn install --immutable'
      : found?.install;
  const setup =
    install === undefined || found === undefined
      ? null
      : { name: 'setup', command: install, because: `${found.lock} is there` };
  return { setup, checks };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // a broken manifest proposes nothing
  }
}
