// The agents of others that the tests drive and that are too large to be packages of this project. Each exact version has a
// folder of its own outside of the repository, so a fresh checkout finds those that another one installed.
// `node scripts/test-agents.mjs [NAME…]` installs all, or those that are named, and prints their folders.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SetupError, main, npm } from './setup.mjs';

/**
 * What npm is to install for each, by the name of its entry; exact, because its behaviour is what the tests are about.
 * Scripts of packages do not run. The one of OpenCode only puts its program into place, so it is run by itself. `programs`
 * is where they are below node_modules, for packages without a link to them.
 */
const agents = {
  claude: { packages: { '@agentclientprotocol/claude-agent-acp': '0.100.0' } },
  cline: { packages: { cline: '3.0.65' } },
  codex: { packages: { '@agentclientprotocol/codex-acp': '2.6.0' } },
  copilot: { packages: { '@github/copilot': '1.0.102' } },
  // Its own package only chooses between these, and names one that the registry need not have.
  kilo: { packages: { '@kilocode/cli-linux-x64': '7.7.9' }, programs: '@kilocode/cli-linux-x64/bin' },
  opencode: { packages: { 'opencode-ai': '1.18.33' }, script: ['opencode-ai', 'postinstall.mjs'] },
  pi: { packages: { '@earendil-works/pi-coding-agent': '0.87.1', 'pi-acp': '0.0.34' } },
};

/** What a test is skipped for: the registry has not the packages, or cannot be reached. As a program it ends with 2. */
class NotHere extends SetupError {}

const installMs = 5 * 60_000;

/** The names of the agents that can be installed. */
export const installable = Object.keys(agents);

/** The folder with the programs of an agent. Installs it where it is missing; throws SetupError where that fails. */
export function ensureAgent(name) {
  const wanted = agents[name];
  if (wanted === undefined)
    throw new SetupError(`There is no agent ${name}; there are ${installable.join(', ')}.`);
  const versions = Object.values(wanted.packages).join('+');
  const folder = join(cache(), `${name}@${versions}`);
  if (!existsSync(folder)) install(name, wanted, folder);
  return join(folder, 'node_modules', wanted.programs ?? '.bin');
}

function cache() {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(base, 'tasklane', 'test-agents');
}

// Beside its place, and then renamed: a folder that is there is whole, also when two tests install at the same time.
function install(name, { packages: dependencies, script }, folder) {
  const fresh = `${folder}.${process.pid}.new`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, 'package.json'), JSON.stringify({ private: true, dependencies }));
    process.stderr.write(`Installing ${name} for the tests: ${Object.keys(dependencies).join(', ')}\n`);
    const [program, ...first] = npm();
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const end = spawnSync(program, [...first, ...args], {
      cwd: fresh,
      stdio: ['ignore', 2, 2],
      timeout: installMs,
    });
    if (end.status !== 0) throw new NotHere(`npm could not install ${name}; its own message is above.`);
    if (script !== undefined) runScript(join(fresh, 'node_modules', ...script));
    move(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function runScript(file) {
  const end = spawnSync(process.execPath, [file], {
    cwd: dirname(file),
    stdio: ['ignore', 2, 2],
    timeout: installMs,
  });
  if (end.status !== 0) throw new SetupError(`${basename(file)} of ${basename(dirname(file))} failed.`);
}

function move(fresh, folder) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another test was faster; what it installed is the same.
    if (!existsSync(folder)) throw error;
  }
}

if (import.meta.filename === process.argv[1])
  await main((args) => {
    try {
      for (const name of args.length === 0 ? installable : args)
        process.stdout.write(`${ensureAgent(name)}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
  });
