// Which agents there are: our own, those we know, and those that somebody configured.
import { AppError } from '../domain/errors.ts';
import type { AgentEntry } from './driver.ts';
import { aider } from './known/aider.ts';
import { claude } from './known/claude.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { copilot } from './known/copilot.ts';
import { gemini } from './known/gemini.ts';
import { goose } from './known/goose.ts';
import { kilo } from './known/kilo.ts';
import { opencode } from './known/opencode.ts';
import { pi } from './known/pi.ts';
import { qwen } from './known/qwen.ts';

/** Those that ship with Tasklane besides its own, by name. */
export const knownAgents: readonly AgentEntry[] = [
  aider,
  claude,
  cline,
  codex,
  copilot,
  gemini,
  goose,
  kilo,
  opencode,
  pi,
  qwen,
];

/** An agent as a configuration file names it. What it leaves out comes from the known agent of that name. */
export interface ConfiguredAgent {
  readonly command?: readonly string[];
  readonly protocol?: AgentEntry['protocol'];
  /** Laid over the known agent's, name by name. */
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the known agent's, so that it can also be narrowed. */
  readonly passEnv?: readonly string[];
  readonly gateway?: 'on' | 'off';
  readonly origin: 'config' | 'project';
}

export interface Registry {
  /** The built-in one first, then by name. */
  list(): readonly AgentEntry[];
  /** Throws `unknown_agent`, naming those that exist. */
  get(name: string): AgentEntry;
}

/** Throws `invalid_config` for a new agent without a command. */
export function registry(agents: {
  readonly builtin: AgentEntry;
  readonly configured: Readonly<Record<string, ConfiguredAgent>>;
}): Registry {
  const { builtin, configured } = agents;
  const entries = new Map([builtin, ...knownAgents].map((entry) => [entry.name, entry]));
  for (const [name, agent] of Object.entries(configured)) {
    const known = entries.get(name);
    entries.set(name, known === undefined ? newEntry(name, agent) : override(known, agent));
  }
  const others = [...entries.values()].filter((entry) => entry.name !== builtin.name);
  const first = entries.get(builtin.name) ?? builtin;
  const sorted = [first, ...others.sort((one, other) => one.name.localeCompare(other.name))];
  return { list: () => sorted, get: (name) => entries.get(name) ?? unknown(name, sorted) };
}

function override(known: AgentEntry, agent: ConfiguredAgent): AgentEntry {
  return {
    ...known,
    command: agent.command ?? known.command,
    protocol: agent.protocol ?? known.protocol,
    env: { ...known.env, ...agent.env },
    passEnv: agent.passEnv ?? known.passEnv,
    ...(agent.gateway !== undefined && { gateway: agent.gateway }),
    origin: agent.origin,
  };
}

function newEntry(name: string, agent: ConfiguredAgent): AgentEntry {
  if (agent.command === undefined || agent.command.length === 0)
    throw new AppError('invalid_config', `Agent "${name}" has no command.`, {
      next: `Give agents.${name}.command as a list: the program and its arguments.`,
    });
  return {
    name,
    title: name,
    protocol: agent.protocol ?? 'acp',
    command: agent.command,
    env: agent.env ?? {},
    passEnv: agent.passEnv ?? [],
    ...(agent.gateway !== undefined && { gateway: agent.gateway }),
    homeFiles: {},
    askMode: null,
    origin: agent.origin,
    hint: '',
  };
}

function unknown(name: string, entries: readonly AgentEntry[]): never {
  const names = entries.map((entry) => entry.name);
  throw new AppError('unknown_agent', `There is no agent "${name}"; there are ${names.join(', ')}.`, {
    next: 'Choose one of these, or define it under "agents" in config.json.',
    details: { name, agents: names },
  });
}
