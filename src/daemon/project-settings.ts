// The configuration of one project, read anew each time: a person who edits the file expects the next task to follow it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { effective, loadProjectConfig, projectConfigPath } from '../config.ts';
import type { EffectiveConfig, HomeConfig, OwnSettings, ProjectConfig } from '../config.ts';
import type { Project } from '../domain/project.ts';
import type { Settings } from '../engine/deps.ts';
import type { Floors } from '../engine/pressure.ts';
import type { OidcSettings } from '../server/oidc.ts';
import { Remembered } from '../lib/remembered.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';

const committed = new Remembered<string | null>(100);

const dayMs = 24 * 60 * 60 * 1000;

export type ConfigOf = (project: Project | null) => Promise<EffectiveConfig>;

/**
 * `home` and `own` are called for each answer, so that what was changed counts from the next task on. `own` is what was set for
 * a project in Tasklane.
 */
export function configReader(
  home: () => HomeConfig,
  own: (project: Project) => OwnSettings,
  workspaces: Workspaces,
): ConfigOf {
  return async (project) => {
    if (project === null) return effective(home(), null);
    return effective(home(), await projectConfig(workspaces, project), {}, own(project));
  };
}

async function projectConfig(workspaces: Workspaces, project: Project): Promise<ProjectConfig> {
  const file = join(project.root, projectConfigPath);
  const text = (await readIfThere(file)) ?? (await readCommitted(workspaces, project));
  return loadProjectConfig({ file, text, trusted: project.trusted });
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

// A bare repository, or a branch that is not checked out, has it only in its commits.
async function readCommitted(workspaces: Workspaces, project: Project): Promise<string | null> {
  const hub = await workspaces.openHub(project.id, project.root);
  const head = await hub.branchHead(project.branch);
  if (head === null) return null;
  // Every step of a run asks for its settings; what a commit says never changes.
  return committed.get(`${project.id} ${head}`, async () => hub.readFile(head, projectConfigPath));
}

/** What one more agent must leave of the machine. */
export function floorsFrom({ settings }: EffectiveConfig): Floors {
  return { memoryBytes: settings.minFreeMemoryMb * 1024 ** 2, diskBytes: settings.minFreeDiskMb * 1024 ** 2 };
}

/** `isRemoteOnly`: the project is on a remote and nowhere else, so what is applied goes there. */
export function settingsFrom(
  config: EffectiveConfig,
  { isRemoteOnly = false }: { readonly isRemoteOnly?: boolean } = {},
): Settings {
  const { settings } = config;
  const remote = isRemoteOnly ? 'origin' : settings.pushRemote;
  return {
    agent: settings.agent,
    model: settings.model,
    policy: settings.policy,
    onViolation: settings.onViolation,
    setup: settings.setup,
    setupTimeoutMs: settings.setupTimeoutMs,
    setupCache: settings.setupCache,
    preview: settings.preview,
    previewIdleMs: settings.previewIdleMs,
    checks: config.checks,
    checkTimeoutMs: settings.checkTimeoutMs,
    checkRetries: settings.checkRetries,
    checkReruns: settings.checkReruns,
    mergeMethod: settings.mergeMethod,
    mergeTests: settings.mergeTests,
    pages: { remote, host: settings.gitHost },
    push: settings.push || isRemoteOnly ? { remote, branch: settings.pushBranch } : null,
    issueTrackers: settings.issueTrackers,
    pullRequests: {
      isWanted: settings.applyBy === 'pull_request',
      remote,
      branch: settings.pushBranch,
      host: settings.gitHost,
      tokenFor: (origin) => settings.gitTokens[origin] ?? null,
      firstLookMs: settings.pullRequestPollMs,
    },
    conflicts: settings.conflicts,
    limits: {
      timeoutMs: settings.timeoutMs,
      maxTurns: settings.maxTurns,
      maxTokens: settings.maxTokens,
      maxCost: settings.maxCost,
      from: config.limitSources,
    },
    budgets: config.budgets,
    gateway: settings.gateway,
    silentMs: settings.silentMs,
    repeatLimit: settings.repeatLimit,
    onLimit: settings.onLimit,
    idleMs: settings.idleMs,
    backoff: { tries: settings.networkTries, firstMs: settings.networkBackoffMs },
    breaker: { failures: settings.agentFailures, coolDownMs: settings.agentCoolDownMs },
    permission: settings.permission,
    approvalMs: settings.approvalTimeoutMs,
    keepMs: settings.keepDays * dayMs,
    trashBytes: settings.trashMb === 0 ? null : settings.trashMb * 1024 ** 2,
    protocolLog: {
      maxBytes: settings.protocolLogMb * 1024 ** 2,
      keepMs: settings.protocolLogDays * dayMs,
    },
    subagentStatistics: settings.subagentStatistics,
    warnings: config.warnings,
  };
}

/** Null: nobody signs in with a provider. */
export function oidcFrom({ oidc }: EffectiveConfig['settings']): OidcSettings | null {
  if (oidc === null) return null;
  const { domains = [], groups = [], groupsClaim = 'groups', ...provider } = oidc;
  return { ...provider, domains: domains.map((domain) => domain.toLowerCase()), groups, groupsClaim };
}
