// Agents as people see them: what is installed, in which version, and whether there is a key, never the key itself.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEntry } from '../agents/driver.ts';
import { installedVersion } from '../agents/installed-version.ts';
import type { AgentCheckJson, AgentCheckRequest, AgentJson } from '../api/schemas.ts';
import { hasKey, keysOf } from '../engine/agent-keys.ts';
import { checkAgent } from '../engine/check-agent.ts';
import type { AgentCheck } from '../engine/check-agent.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { howToGet } from '../engine/missing-agent.ts';

const usualCheckMs = 90_000;

export async function agentView(
  deps: EngineDeps,
  entry: AgentEntry,
  defaultAgent: string,
): Promise<Omit<AgentJson, 'held' | 'failures'>> {
  const path = deps.locate(entry);
  return {
    name: entry.name,
    title: entry.title,
    protocol: entry.protocol,
    command: [...entry.command],
    origin: entry.origin,
    found: path !== null,
    path,
    version: await versionOf(deps, entry, path),
    tested_version: entry.facts?.versions?.tested ?? null,
    key: keyOf(deps, entry),
    key_names: [...keysOf(entry)],
    hint: howToGet(entry),
    is_default: entry.name === defaultAgent,
  };
}

export interface CheckInput {
  readonly deps: EngineDeps;
  /** Tasklane's, below which the agent gets a folder for the check alone. */
  readonly home: string;
  readonly entry: AgentEntry;
  readonly agent: AgentJson;
  readonly request: AgentCheckRequest;
}

/** Starts the agent, and ends it again. */
export async function agentCheck(input: CheckInput, signal: AbortSignal): Promise<AgentCheckJson> {
  const { deps, home, entry, agent, request } = input;
  const dir = join(home, 'p', 'checks', deps.newId());
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const check = await checkAgent(deps, {
    entry,
    model: request.model ?? null,
    version: agent.version,
    dir,
    timeoutMs: request.timeout_ms ?? usualCheckMs,
    signal,
  });
  return { agent: { ...agent, version: check.version }, ...checkJson(check, entry) };
}

function checkJson(
  { problem, about, warnings, tookMs }: AgentCheck,
  entry: AgentEntry,
): Omit<AgentCheckJson, 'agent'> {
  // The protocol demands stdio, and some ignore what they are handed.
  const takesNoMcp = entry.facts?.quirks.mcp === 'none';
  return {
    ok: problem === null,
    problem,
    warnings: [...warnings],
    took_ms: tookMs,
    can:
      about === null
        ? null
        : {
            says: about.info,
            protocol_version: about.protocolVersion,
            load_session: about.loadSession,
            images: about.images,
            audio: about.audio,
            mcp: takesNoMcp ? [] : ['stdio', ...about.mcp],
            modes: [...(about.session?.modes ?? [])],
            mode: about.session?.mode ?? null,
            models: [...(about.session?.models ?? [])],
            model: about.session?.model ?? null,
            auth_methods: [...about.authMethods],
          },
  };
}

function keyOf(deps: EngineDeps, entry: AgentEntry): AgentJson['key'] {
  if (keysOf(entry).length === 0) return 'none';
  return hasKey(deps, entry) ? 'set' : 'missing';
}

async function versionOf(deps: EngineDeps, entry: AgentEntry, path: string | null): Promise<string | null> {
  if (path === null || entry.facts === undefined) return null;
  return installedVersion(path, entry.facts, deps.environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin');
}
