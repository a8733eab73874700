// What `tasklane doctor` finds: each thing that Tasklane stands on, whether it is all right, and how to mend it.
import { statfs } from 'node:fs/promises';
import type { AgentEntry } from '../agents/driver.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { EngineDeps } from './deps.ts';
import { examineAgent } from './examine-agent.ts';

export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly message: string;
  readonly fix: string | null;
}

export interface DoctorInput {
  readonly deps: EngineDeps;
  readonly home: string;
  readonly nodeVersion: string;
  readonly defaultAgent: string;
  /** The address that the daemon listens on, and the one that people see in front of it. */
  readonly host: string;
  readonly publicUrl: string | null;
}

/** Below this, copies and builds soon fail in ways that are hard to read. */
const lowDiskBytes = 2 * 1024 ** 3;
/** `git merge-tree --write-tree` came with 2.38. */
const oldestGit: readonly [number, number] = [2, 38];

export async function examine(input: DoctorInput): Promise<readonly Finding[]> {
  const all = await Promise.all([
    guarded('git', async () => git(input)),
    guarded('store', async () => store(input)),
    guarded('disk', async () => disk(input.home)),
    guarded('workspaces', async () => strategy(input)),
    guarded('agents', async () => agents(input)),
  ]);
  return [ok('node', `Node ${input.nodeVersion}`), ...network(input), ...all.flat()];
}

function network({ host, publicUrl }: DoctorInput): readonly Finding[] {
  if (['localhost', '::1'].includes(host) || host.startsWith('127.'))
    return [ok('network', `only this machine (${host})`)];
  if (publicUrl?.startsWith('https:') === true) return [ok('network', `${host}, behind ${publicUrl}`)];
  return [
    warning(
      'network',
      `others reach ${host} over plain HTTP: whoever is on the way can read tokens and code`,
      'Put a proxy with TLS in front and name it with the setting publicUrl, or listen on 127.0.0.1.',
    ),
  ];
}

async function git({ deps }: DoctorInput): Promise<readonly Finding[]> {
  const version = await deps.workspaces.gitVersion();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldestGit[0] || (major === oldestGit[0] && minor < oldestGit[1]);
  if (!isOld) return [ok('git', `git ${version}`)];
  return [problem('git', `git ${version} is too old`, `Install git ${oldestGit.join('.')} or newer.`)];
}

async function store({ deps }: DoctorInput): Promise<readonly Finding[]> {
  const facts = Object.entries(await deps.store.describe()).map(([key, value]) => `${key} ${value}`);
  return [ok('store', facts.join(', '))];
}

async function disk(home: string): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${home}`;
  return [
    free >= lowDiskBytes
      ? ok('disk', text)
      : warning('disk', text, 'Free some space, or move TASKLANE_HOME.'),
  ];
}

async function strategy({ deps, home }: DoctorInput): Promise<readonly Finding[]> {
  const { name } = deps.workspaces.strategy;
  const probe = await deps.workspaces.strategy.probe(home);
  if (!probe.works)
    return [problem('workspaces', `${name} does not work here: ${probe.reason}`, 'Move TASKLANE_HOME.')];
  const sandbox = warning(
    'sandbox',
    'agents run with your own rights, in copies and homes of their own',
    'Run Tasklane in a container or as another user where agents must be kept from your files.',
  );
  return [ok('workspaces', name), sandbox];
}

async function agents({ deps, defaultAgent }: DoctorInput): Promise<readonly Finding[]> {
  const registry = await deps.agents(null);
  // Those that ship as entries are many; one that nobody installed is no news.
  const isOfInterest = (entry: AgentEntry): boolean =>
    entry.origin !== 'known' || entry.name === defaultAgent || deps.locate(entry) !== null;
  const found = registry
    .list()
    .filter(isOfInterest)
    .map((entry) => examineAgent(deps, entry, { isDefault: entry.name === defaultAgent }));
  const known = registry.list().some((entry) => entry.name === defaultAgent);
  if (known) return found;
  return [
    ...found,
    problem(`agent ${defaultAgent}`, 'the default agent is not known', 'Set `agent` in config.json.'),
  ];
}

async function guarded(name: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const fix = error instanceof AppError ? (error.next ?? null) : null;
    return [{ name, status: 'problem', message: messageOf(error), fix }];
  }
}

function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, fix: null };
}
function warning(name: string, message: string, fix: string): Finding {
  return { name, status: 'warning', message, fix };
}
function problem(name: string, message: string, fix: string): Finding {
  return { name, status: 'problem', message, fix };
}
